"""git's smart HTTP, by git http-backend, with and without TLS. The first folder of a path only says who asks; under /private a password is asked for."""
import base64
import contextlib
import http.server
import os
import ssl
import subprocess
import threading

with open("/secret/credential", "rb") as credential:
    EXPECTED = "Basic " + base64.b64encode(credential.read()).decode()


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        path, _, query = self.path.partition("?")
        asker, _, repository = path.lstrip("/").partition("/")
        if asker == "private" and self.headers.get("Authorization") != EXPECTED:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.end_headers()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        backend = subprocess.Popen(["git", "http-backend"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={
            **os.environ,
            "GIT_PROJECT_ROOT": "/srv/git", "GIT_HTTP_EXPORT_ALL": "1", "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REQUEST_METHOD": self.command, "PATH_INFO": "/" + repository, "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
        })
        backend.stdin.write(body)
        backend.stdin.close()
        headers = list(iter(lambda: backend.stdout.readline().decode().strip(), ""))
        status = next((header.split()[1] for header in headers if header.startswith("Status:")), "200")
        self.send_response(int(status))
        for header in headers:
            if not header.startswith("Status:"):
                self.send_header(*header.split(": ", 1))
        self.end_headers()
        while chunk := backend.stdout.read(1 << 20):
            self.wfile.write(chunk)
        backend.wait()

    do_GET = do_POST = answer

    def finish(self):
        super().finish()
        # an answer ends with the connection, and TLS has to say that it is the end
        if isinstance(self.connection, ssl.SSLSocket):
            with contextlib.suppress(OSError):
                self.connection.unwrap()


secure = http.server.ThreadingHTTPServer(("", 8443), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/secret/tls.crt", "/secret/tls.key")
# the handshake is for the thread of the request
secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
threading.Thread(target=secure.serve_forever, daemon=True).start()
http.server.ThreadingHTTPServer(("", 8080), Handler).serve_forever()
