"""What the scanners report and does not stand: (scanner, site, class, method and path, parameter or words) and why.
Nothing is let off by a pattern, and what is no longer found is a fault of this list."""

HSTS = "over plain HTTP it must not be sent (RFC 6797, 7.2); `caddy` holds that it is, over TLS"
XSS_PROTECTION = "browsers have taken the filter out that it turned on, because it made holes; the policy forbids inline script"
FRAMES = "data, which no browser shows as a page; its policy says `frame-ancestors 'none'` besides"
FILES = ("it sends each field of a form with files as a file itself, the token too, and is refused with 403 whatever the "
         "token says; `BrandEditorTests` hold that a form as browsers send it needs the right one")
ENTRY = ("nobody has a session yet that a token could be bound to; another site's page is refused by its `Origin`, which "
         "`desk` holds, and the cookie that follows is `SameSite=Strict`")

ARGUED = {
    ("wapiti", "api", "HTTP Secure Headers", "GET /api/site", "Strict-Transport-Security is not set"): HSTS,
    ("wapiti", "api", "HTTP Secure Headers", "GET /api/site", "X-XSS-Protection is not set"): XSS_PROTECTION,
    ("wapiti", "api", "HTTP Secure Headers", "GET /api/site", "X-Frame-Options is not set"): FRAMES,
    ("wapiti", "console", "Cross Site Request Forgery", "POST /admin/brand/edit",
     "CSRF token 'csrf_token' is not properly checked in backend"): FILES,
    ("wapiti", "console", "HTTP Secure Headers", "GET /admin", "Strict-Transport-Security is not set"): HSTS,
    ("wapiti", "console", "HTTP Secure Headers", "GET /admin", "X-XSS-Protection is not set"): XSS_PROTECTION,
    ("wapiti", "desk", "HTTP Secure Headers", "GET /desk", "Strict-Transport-Security is not set"): HSTS,
    ("wapiti", "desk", "HTTP Secure Headers", "GET /desk", "X-XSS-Protection is not set"): XSS_PROTECTION,
    ("wapiti", "entry", "Cross Site Request Forgery", "POST /sign-in", "Lack of anti CSRF token"): ENTRY,
    ("wapiti", "entry", "HTTP Secure Headers", "GET /sign-in", "Strict-Transport-Security is not set"): HSTS,
    ("wapiti", "entry", "HTTP Secure Headers", "GET /sign-in", "X-XSS-Protection is not set"): XSS_PROTECTION,
    ("wapiti", "platform-api", "HTTP Secure Headers", "GET /api/platform/tenants",
     "Strict-Transport-Security is not set"): HSTS,
    ("wapiti", "platform-api", "HTTP Secure Headers", "GET /api/platform/tenants",
     "X-XSS-Protection is not set"): XSS_PROTECTION,
    ("wapiti", "platform-api", "HTTP Secure Headers", "GET /api/platform/tenants", "X-Frame-Options is not set"): FRAMES,
    ("wapiti", "storefront", "HTTP Secure Headers", "GET /de", "Strict-Transport-Security is not set"): HSTS,
    ("wapiti", "storefront", "HTTP Secure Headers", "GET /de", "X-XSS-Protection is not set"): XSS_PROTECTION,
}
