package identity

// scheme is how a kind of proxy signs who is asking. Presets are values of it;
// settings fill in or replace single fields.
type scheme struct {
	header     string   // that holds the token
	algorithms []string // the token may be signed with
	types      []string // of the token, as its own header says; "" when it says none
	issuer     string
	audience   string
	keysURL    string
	person     string            // claim that names the person
	groups     string            // claim that lists their groups; dots lead into objects
	claims     map[string]string // that the token must have, with exactly these values
}

// presets are the proxies known by name. What is empty differs from place to
// place and must be set.
func presets() map[string]scheme {
	jwt := []string{"JWT", ""}
	return map[string]scheme{
		// The ID token of the identity provider, as oauth2-proxy passes it on with
		// pass_authorization_header or set_authorization_header. An access token,
		// type at+jwt, is not for us.
		"oauth2-proxy": {header: "Authorization", types: jwt, person: "email", groups: "groups",
			algorithms: []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}},
		// Issuer and audience are the route's host name, keys are under
		// /.well-known/pomerium/jwks.json of it.
		"pomerium": {header: "X-Pomerium-Jwt-Assertion", types: jwt, person: "email", groups: "groups", algorithms: []string{"ES256"}},
		// Issuer is https://<team>.cloudflareaccess.com, keys are under
		// /cdn-cgi/access/certs of it, audience is the application's AUD tag. A
		// token of type org opens the team's own pages, not an application.
		"cloudflare": {header: "Cf-Access-Jwt-Assertion", types: jwt, person: "email", groups: "custom.groups", algorithms: []string{"RS256"},
			claims: map[string]string{"type": "app"}},
		// Audience is /projects/<number>/global/backendServices/<id>. There are no
		// groups in it: give roles by name.
		"google-iap": {header: "X-Goog-Iap-Jwt-Assertion", types: jwt, person: "email", algorithms: []string{"ES256"},
			issuer: "https://cloud.google.com/iap", keysURL: "https://www.gstatic.com/iap/verify/public_key-jwk"},
		"": {types: jwt, person: "email", groups: "groups", algorithms: []string{"RS256", "ES256", "EdDSA"}},
	}
}

// signatures are the algorithms that prove who signed. None proves nothing,
// and a shared secret would be one that the keys' URL gives to everyone.
func signatures() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
}
