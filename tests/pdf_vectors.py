"""``python -m tests.pdf_vectors``: what would make the PDF engine fetch, read a file or carry one along, and whether.

Each vector goes as HTML through the printer that the site uses. A server of our own listens for anybody who comes, and
files with a word of their own lie in wait. For comparison each goes through the engine as it comes, too.
Exit status 1 if the site's printer fetched, read or attached anything.
"""

import io
import re
import socket
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pikepdf
import pypdf

HARMLESS = ("nothing", "refused (TooHardToPrint)")
WORD = "zqcanarykz"
# By name: HTML with {web}, an address of http that listens; {tcp}, its host and port; {dir}, a folder as file:///…;
# {path}, the same as a path.
VECTORS = {
    # Pictures
    "img http": '<img src="{web}">',
    "img srcset": '<img srcset="{web} 2x" src="{web}">',
    "img file svg": '<img src="{dir}/canary.svg">',
    "img path": '<img src="{path}/canary.svg">',
    "img relative": '<img src="canary.svg">',
    "img without scheme": '<img src="//{tcp}/x.png">',
    "img ftp": '<img src="ftp://{tcp}/x.png">',
    "img gopher": '<img src="gopher://{tcp}/_x">',
    "img dict": '<img src="dict://{tcp}/d:x">',
    "img ldap": '<img src="ldap://{tcp}/x">',
    "img user in address": '<img src="http://user:pass@{tcp}/x.png">',
    "img encoded": '<img src="&#104;ttp://{tcp}/x.png">',
    "img spaces and capitals": '<img src="  HTTP://{tcp}/x.png  ">',
    "img line break in scheme": '<img src="ht\ntp://{tcp}/x.png">',
    "picture source": '<picture><source srcset="{web}"><img src="{web}"></picture>',
    "input image": '<input type="image" src="{web}">',
    "img alt only": '<img alt="{web}" src="{web}">',
    # Data that leads on
    "data svg with image": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    "<image href='{web}' width='9' height='9'/></svg>\">",
    "data svg with entity": "<img src=\"data:image/svg+xml,<!DOCTYPE s [<!ENTITY x SYSTEM '{dir}/canary.txt'>]>"
    "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='9'><text y='9'>&amp;x;</text></svg>\">",
    "data css import": '<link rel="stylesheet" href="data:text/css,@import url({web});">',
    "data attachment": '<link rel="attachment" href="data:text/plain,zqcanarykz">',
    # SVG in the page
    "svg image href": '<svg width="9" height="9"><image href="{web}" width="9" height="9"/></svg>',
    "svg image xlink": '<svg width="9" height="9"><image xlink:href="{web}" width="9" height="9"/></svg>',
    "svg image file": '<svg width="9" height="9"><image href="{dir}/canary.svg" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{web}#x"/></svg>',
    "svg use file": '<svg width="99" height="9"><use href="{dir}/canary.svg#x"/></svg>',
    "svg foreignObject": '<svg width="9" height="9"><foreignObject><img src="{web}"/></foreignObject></svg>',
    "svg feImage": '<svg width="9" height="9"><filter id="f"><feImage href="{web}"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/></svg>',
    "svg style import": '<svg width="9" height="9"><style>@import url("{web}");</style></svg>',
    "svg fill": '<svg width="9" height="9"><rect width="9" height="9" fill="url({web}#g)"/></svg>',
    "svg gradient href": '<svg width="9" height="9"><linearGradient id="g" href="{web}#h"/>'
    '<rect width="9" height="9" fill="url(#g)"/></svg>',
    "svg textPath": '<svg width="9" height="9"><text><textPath href="{web}#p">x</textPath></text></svg>',
    "xml-stylesheet": '<?xml-stylesheet href="{web}" type="text/css"?>',
    "XInclude": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{dir}/canary.txt" parse="text"/>',
    "entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "{dir}/canary.txt">]><p>&x;</p>',
    # Style
    "link stylesheet": '<link rel="stylesheet" href="{web}">',
    "link stylesheet file": '<link rel="stylesheet" href="{dir}/canary.css">',
    "link alternate stylesheet": '<link rel="alternate stylesheet" title="x" href="{web}">',
    "link icon and preload": '<link rel="icon" href="{web}"><link rel="preload" as="image" href="{web}">',
    "import": '<style>@import "{web}";</style>',
    "import url": "<style>@import url({web}) print;</style>",
    "import file": "<style>@import url({dir}/canary.css);</style>",
    "font-face": '<style>@font-face {{ font-family: x; src: url({web}) }} p {{ font-family: x }}</style><p>x',
    "font-face file": "<style>@font-face {{ font-family: x; src: url({dir}/canary.txt) }} p {{ font-family: x }}"
    "</style><p>x",
    "background": "<style>p {{ background: url({web}) }}</style><p>x",
    "background attribute": '<body background="{web}"><p>x',
    "style attribute": '<p style="background-image: url({web})">x',
    "style escaped": r'<p style="background-image: u\72l({web})">x',
    "border-image": "<style>p {{ border: 9px solid; border-image: url({web}) 9 }}</style><p>x",
    "list-style": "<style>li {{ list-style: url({web}) }}</style><ul><li>x</ul>",
    "content url": "<style>p::before {{ content: url({web}) }}</style><p>x",
    "content file": "<style>p::before {{ content: url({dir}/canary.svg) }}</style><p>x",
    "cursor": "<style>p {{ cursor: url({web}), auto }}</style><p>x",
    "mask and clip-path": "<style>p {{ mask: url({web}); clip-path: url({web}) }}</style><p>x",
    "page background": "<style>@page {{ background: url({web}) }}</style><p>x",
    "page margin content": "<style>@page {{ @top-left {{ content: url({web}) }} }}</style><p>x",
    "image-set": "<style>p {{ background: image-set(url({web}) 1x) }}</style><p>x",
    "var": "<style>p {{ --x: url({web}); background: var(--x) }}</style><p>x",
    "attr": '<style>p::before {{ content: attr(data-x url) }}</style><p data-x="{web}">x',
    "color profile": '<style>@color-profile --x {{ src: url({web}) }}</style><p style="color: color(--x 1 0 0)">x',
    "namespace": '<style>@namespace url("{web}");</style><p>x',
    # What is carried along
    "link attachment": '<link rel="attachment" href="{web}">',
    "link attachment file": '<link rel="attachment" href="{dir}/canary.txt" title="x">',
    "link attachment path": '<link rel="attachment" href="{path}/canary.txt">',
    "a attachment": '<a rel="attachment" href="{dir}/canary.txt">x</a>',
    "a attachment http": '<a rel="attachment" href="{web}">x</a>',
    "a download": '<a download href="{dir}/canary.txt">x</a>',
    # What a page may hold
    "object": '<object data="{web}" type="image/png"></object>',
    "object file": '<object data="{dir}/canary.svg"></object>',
    "embed": '<embed src="{web}" type="image/svg+xml">',
    "embed file": '<embed src="{dir}/canary.svg">',
    "iframe": '<iframe src="{web}"></iframe><iframe srcdoc="<img src={web}>"></iframe>',
    "frame": '<frameset><frame src="{web}"></frameset>',
    "video and audio": '<video poster="{web}" src="{web}"></video><audio src="{web}"></audio>',
    "script": '<script src="{web}"></script><script>fetch("{web}")</script>',
    "applet and bgsound": '<applet code="{web}"></applet><bgsound src="{web}">',
    "html manifest": '<html manifest="{web}"><p>x',
    # Where it would be led to
    "base href": '<base href="{web}/"><img src="x.png">',
    "base file": '<base href="{dir}/"><img src="canary.svg"><link rel="attachment" href="canary.txt">',
    "meta refresh": '<meta http-equiv="refresh" content="0; url={web}">',
    "meta csp report": '<meta http-equiv="Content-Security-Policy" content="report-uri {web}">',
    "redirect": '<img src="{web}redirect"><link rel="stylesheet" href="{web}redirect">',
    "form": '<form action="{web}"><input type="submit" autofocus></form>',
    "a ping": '<a href="{web}" ping="{web}">x</a>',
    "link prefetch": '<link rel="dns-prefetch preconnect prefetch" href="{web}">',
}  # fmt: skip


@dataclass
class Trap:
    """A server that anybody may call, and files that nobody may read."""

    port: int
    folder: Path
    calls: list[bytes] = field(default_factory=list)

    def set_with(self, vector: str) -> str:
        tcp = f"127.0.0.1:{self.port}"
        body = vector.format(web=f"http://{tcp}/x", tcp=tcp, dir=self.folder.as_uri(), path=self.folder)
        return f'<html lang="en"><title>x</title><body>{body}<p>An ordinary line.'


@contextmanager
def trap() -> Iterator[Trap]:
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        (Path(folder) / "canary.txt").write_text(WORD)
        (Path(folder) / "canary.css").write_text(f'body::after {{ content: "{WORD}" }}')
        (Path(folder) / "canary.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text id="x" y="9">{WORD}</text></svg>'
        )
        found = Trap(server.getsockname()[1], Path(folder))
        Thread(target=_listen, args=(server, found), daemon=True).start()
        yield found


def _listen(server: socket.socket, found: Trap) -> None:
    with suppress(OSError):  # closed at the end
        while True:
            caller, _ = server.accept()
            with caller, suppress(OSError):
                caller.settimeout(1)
                found.calls.append(caller.recv(4096).partition(b"\r\n")[0])
                # To a place that is a trap as well; only a first call is led there.
                caller.sendall(
                    b"HTTP/1.0 302 Found\r\nLocation: /y\r\n\r\n"
                    if b"redirect" in found.calls[-1]
                    else b"HTTP/1.0 200 OK\r\n\r\n"
                )


def carried(pdf: bytes) -> list[str]:
    """What a PDF holds beside its pages: files, programs, and our word."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        dictionaries = [entry for entry in opened.objects if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream)]
        keys = {str(key) for entry in dictionaries for key in entry.keys()}  # noqa: SIM118  # no mapping
    found = sorted(keys & {"/EmbeddedFiles", "/EF", "/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/AF"})
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    texts += [pdf.decode("latin-1"), *streams(pdf)]
    return found + ([WORD] if any(WORD in text for text in texts) else [])


def streams(pdf: bytes) -> Iterator[str]:
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompress(stream.group(1)).decode("latin-1")


def what_came_of(make: Callable[[str], bytes], html: str) -> list[str]:
    """What the PDF carries, or that there is none: the engine stumbles over some, and the site then gives it up."""
    try:
        return carried(make(html))
    except Exception as error:  # whatever it stumbles over is refused in the printer's child
        return [f"refused ({type(error).__name__})"]


def through_the_site(html: str) -> bytes:
    from appeals.print_room import html_to_pdf

    return html_to_pdf(html)


def as_it_comes(html: str) -> bytes:
    """Through the engine without anything of ours."""
    from weasyprint import HTML

    return HTML(string=html).write_pdf()  # type: ignore[no-any-return]


def main() -> None:
    import logging
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    through_the_site("<p>x")  # the engine is found, with our fonts
    wrong = stock = 0
    print("| vector | the site | the engine as it comes |\n| --- | --- | --- |")
    for name, vector in VECTORS.items():
        rows = []
        for make in (through_the_site, as_it_comes):
            with trap() as found:
                held = what_came_of(make, found.set_with(vector))
                rows.append(", ".join([*(["fetched"] if found.calls else []), *held]) or "nothing")
        wrong += rows[0] not in HARMLESS
        stock += rows[1] != "nothing" and not rows[1].startswith("refused")
        print(f"| {name} | {rows[0]} | {rows[1]} |")
    print(f"\n{len(VECTORS)} vectors: {wrong} through the site, {stock} through the engine as it comes")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
