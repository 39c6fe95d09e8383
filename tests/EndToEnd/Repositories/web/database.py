"""Keeps what is posted under a path, and gives it back."""
import http.server

words = {}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        words[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def do_GET(self):
        self.send_response(200 if self.path == "/" or self.path in words else 404)
        self.end_headers()
        self.wfile.write(words.get(self.path, b"database\n"))


http.server.ThreadingHTTPServer(("127.0.0.1", 5433), Handler).serve_forever()
