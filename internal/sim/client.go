package sim

import (
	"bytes"
	"io"
	"net/http"
)

// Client returns an HTTP client whose every request is answered by s in this
// process, whatever host it names. No socket is opened.
func (s *Server) Client() *http.Client {
	return &http.Client{Transport: Transport(s)}
}

// Transport is the round tripper behind Server.Client, for a handler of the
// caller's choice. A handler that aborts gives the error, or the broken body,
// that a closed connection would.
func Transport(h http.Handler) http.RoundTripper { return inProcess{h} }

type inProcess struct{ handler http.Handler }

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.RemoteAddr = "127.0.0.1:0"
	in.RequestURI = in.URL.RequestURI()
	if in.Host == "" {
		in.Host = in.URL.Host
	}
	rec := &recorder{header: http.Header{}}
	aborted := rec.serve(t.handler, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if aborted && rec.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return rec.response(r, aborted), nil
}

// recorder keeps an answer in memory.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(p)
}

// serve runs the handler and tells whether it aborted the connection.
func (r *recorder) serve(h http.Handler, req *http.Request) (aborted bool) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			aborted = true
		default:
			panic(p)
		}
	}()
	h.ServeHTTP(r, req)
	return false
}

func (r *recorder) response(req *http.Request, aborted bool) *http.Response {
	body := io.Reader(&r.body)
	if aborted {
		body = io.MultiReader(body, brokenPipe{})
	}
	r.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: http.StatusText(r.status), StatusCode: r.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, Body: io.NopCloser(body), ContentLength: -1, Request: req,
	}
}

// brokenPipe is the end of a body whose connection was closed too early.
type brokenPipe struct{}

func (brokenPipe) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
