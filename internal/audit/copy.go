package audit

import (
	"bufio"
	"io"
)

// maxLine is the longest line that a copy may have.
const maxLine = 16 << 20

// VerifyCopy is Verify for lines that an export or the mirror wrote, from
// wherever they begin. A row written twice, as a mirror may after a crash,
// counts once. That rows are missing at the end only the database tells.
func VerifyCopy(lines io.Reader, c *Chain) (Report, error) {
	w := &walk{chain: c}
	s := bufio.NewScanner(lines)
	s.Buffer(nil, maxLine)
	for s.Scan() && w.report.Fault == nil {
		r, err := ParseLine(s.Bytes())
		if err != nil {
			return w.report, err
		}
		if w.report.Rows == 0 {
			w.last.Seq, w.last.Hash = r.Seq-1, r.Prev
		}
		if r.Seq == w.last.Seq && r.Hash == w.last.Hash && Hash(&r) == r.Hash {
			continue
		}
		w.row(&r)
	}
	return w.report, s.Err()
}
