"""Serves one git repository over smart HTTP, made from the files of a folder. Usage: serve.py FILES NAME"""
import http.server
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path("/tmp/repositories")


def make_repository(files, name):
    work = pathlib.Path("/tmp/work")
    work.mkdir(parents=True)
    for file in files.iterdir():
        if file.is_file():
            shutil.copy(file, work / file.name)

    def git(*arguments):
        subprocess.run(["git", "-c", "user.name=Environs", "-c", "user.email=samples@environs.dev", *arguments], cwd=work, check=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message=Say hello")
    git("branch", "louder")
    git("clone", "--quiet", "--bare", ".", str(ROOT / f"{name}.git"))
    subprocess.run(["git", "-C", ROOT / f"{name}.git", "config", "http.receivepack", "true"], check=True)


class GitHandler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        path, _, query = self.path.partition("?")
        environment = os.environ | {
            "GIT_PROJECT_ROOT": str(ROOT),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": self.headers.get("Content-Length", "0"),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_ADDR": self.client_address[0],
        }
        body = self.rfile.read(int(environment["CONTENT_LENGTH"]))
        result = subprocess.run(["git", "http-backend"], env=environment, input=body, stdout=subprocess.PIPE)
        head, _, content = result.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
        status, _, reason = headers.pop("Status", "200 OK").partition(" ")
        self.send_response(int(status), reason)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer


make_repository(pathlib.Path(sys.argv[1]), sys.argv[2])
http.server.ThreadingHTTPServer(("", 8080), GitHandler).serve_forever()
