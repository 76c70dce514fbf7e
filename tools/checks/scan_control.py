"""A page with a hole of each kind that the scanners look for first. If they do not find these, that they found
nothing elsewhere says nothing."""

import http.server
import sqlite3
import threading
import urllib.parse


class Holes(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        status, text = 200, '<a href="/room?number=1&name=a">room</a>'
        if "number" in query:
            try:
                rows = self.server.database.execute(f"select name from rooms where number = {query['number']}").fetchall()
                text = f"{rows} {query.get('name', '')}"
            except (sqlite3.Error, sqlite3.Warning) as error:
                status, text = 500, f"sqlite3.{type(error).__name__}: {error}"
        body = f"<html><body>{text}</body></html>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


class Control:
    def __enter__(self):
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Holes)
        self.server.database = sqlite3.connect(":memory:", check_same_thread=False)
        self.server.database.executescript("create table rooms (number, name); insert into rooms values (1, 'one');")
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
