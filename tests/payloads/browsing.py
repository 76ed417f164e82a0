"""Open pages in a browser and note whatever ran, was loaded from elsewhere, or stands in a page as more than text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Page, Request

# Whatever a text of ours may not become: a handler, a script or style in the page, an address that runs.
LOOK = """() => {
  const found = [...window.__refused || []].map(each => `refused by the policy: ${each}`);
  const never = ['BASE', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'MARQUEE', 'MATH', 'VIDEO', 'AUDIO', 'FRAMESET', 'XSS'];
  const leads = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background', 'ping', 'srcdoc'];
  for (const one of document.querySelectorAll('*')) {
    const name = one.tagName.toUpperCase();
    const is_data = name === 'SCRIPT' && ['application/json', 'text/template'].includes(one.type);
    if (never.includes(name) || (name === 'SCRIPT' && !one.src && !is_data)) found.push(`<${name}>`);
    for (const each of one.attributes) {
      if (/^on/i.test(each.name)) found.push(`<${name} ${each.name}>`);
      if (each.name === 'style' && /url\\(/i.test(each.value)) found.push(`<${name} style=url()>`);
      if (leads.includes(each.name)) {
        let scheme = '';
        try { scheme = new URL(each.value, location.href).protocol } catch { }
        if (['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'].includes(scheme)) {
          found.push(`<${name} ${each.name}=${scheme}>`);
        }
      }
    }
    if (name === 'META' && /refresh/i.test(one.httpEquiv)) found.push('<META refresh>');
  }
  return found;
}"""
WATCH = """
window.__refused = [];
document.addEventListener('securitypolicyviolation', event => window.__refused.push(event.violatedDirective));
"""
SEND = """([address, fields]) => {
  const form = document.createElement('form');
  form.method = 'post'; form.action = address;
  for (const [name, value] of fields) {
    const box = document.createElement('input');
    box.type = 'hidden'; box.name = name; box.value = value; form.append(box);
  }
  document.body.append(form); form.submit();
}"""


@dataclass
class Look:
    """What was opened in one window, and what came of it."""

    context: BrowserContext
    site: str
    opened: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    at: str = ""

    def __post_init__(self) -> None:
        self.context.set_default_timeout(30_000)
        self.context.add_init_script(WATCH)
        self.context.on("dialog", self._dialog)
        self.context.on("request", self._request)
        self.context.on("console", self._console)
        self.page: Page = self.context.new_page()

    def open(self, address: str) -> None:
        self.at = address
        answer = self.page.goto(self.site + address)
        self._judge(answer.status if answer else 0)

    def send(self, address: str, typed: dict[str, Any]) -> None:
        """Send a form, as its page would."""
        self.page.goto(f"{self.site}/check/")
        self.at = f"{address} sent"
        fields = [
            [name, each] for name, value in typed.items() for each in (value if isinstance(value, list) else [value])
        ]
        with self.page.expect_navigation():
            self.page.evaluate(SEND, [address, fields])
        self._judge(200)

    def read(self, subject: str, html: str) -> None:
        """A mail, as a program shows it that hides nothing."""
        self.page.goto(f"{self.site}/check/")
        self.at = subject
        self.page.set_content(html)
        self.page.wait_for_load_state("load")
        self._judge(200)

    def _judge(self, status: int) -> None:
        self.opened += 1
        self.statuses[status] += 1
        if status == 500:
            self.broken.append(self.at)
            return
        self.found += [f"{self.at}: {each}" for each in Counter(self.page.evaluate(LOOK))]

    def _dialog(self, dialog: Dialog) -> None:
        self.found.append(f"{self.at}: ran {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if request.url.startswith(("http:", "https:", "ftp:", "ws:")) and not request.url.startswith(f"{self.site}/"):
            self.found.append(f"{self.at}: asked {urlsplit(request.url).netloc} for {urlsplit(request.url).path}")

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.found.append(f"{self.at}: {message.text[:120]}")


def open_all(look: Look, addresses: Iterable[str]) -> None:
    for address in addresses:
        try:
            look.open(address)
        except Error as error:
            look.broken.append(f"{address}: {error.message.splitlines()[0]}")
