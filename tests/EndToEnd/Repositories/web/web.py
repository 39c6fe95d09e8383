"""Shows the greeting that the database has; is healthy two seconds after its start."""
import http.server
import threading
import time
import urllib.error
import urllib.request

started = time.monotonic()


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b""):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/healthy":
            self.answer(200 if time.monotonic() - started > 2 else 503)
            return
        try:
            with urllib.request.urlopen("http://localhost:5433/greeting") as greeting:
                self.answer(200, greeting.read() + b" world\n")
        except urllib.error.HTTPError:
            self.answer(404, b"no greeting\n")

    def do_POST(self):
        self.answer(200)
        print("stopped kindly", flush=True)
        threading.Thread(target=server.shutdown).start()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 8000), Handler)
server.serve_forever()
