"""Templates: none forgotten, nothing inline, nothing from elsewhere, no variable that nobody gives."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.template import engines
from django.test import Client, override_settings

from tests.builders import make_user
from tests.house.source import ROOMS, ROOT, modules, project_files, short
from tests.undefined import TEMPLATES, UndefinedVariable

# Django looks for these by itself.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
DJANGO_ADMIN = Path(admin.__file__).parent / "templates"


def _templates() -> list[Path]:
    return [path for path in project_files() if TEMPLATES in path.parents]


def _styles_and_scripts() -> list[Path]:
    return [
        path for path in project_files() if path.suffix in (".css", ".js", ".svg") and ROOT / "static" in path.parents
    ]


def _is_named(name: str, text: str) -> bool:
    """Whether the text names a template: in full, or as f"folder/{word}/file" and the word elsewhere."""
    if f'"{name}"' in text:
        return True
    folder, _, rest = name.partition("/")
    word, _, file = rest.partition("/")
    pattern = rf'"{re.escape(folder)}/\{{\w+\}}/{re.escape(file)}"'
    return bool(file) and bool(re.search(pattern, text)) and f'"{word}"' in text


def _overrides_djangos(name: str) -> bool:
    """Such as admin/base_site.html, admin/cases/case/change_form.html."""
    parts = name.split("/")
    plain = "/".join([parts[0], parts[-1]])
    return (DJANGO_ADMIN / name).exists() or (parts[0] == "admin" and (DJANGO_ADMIN / plain).exists())


def test_template_is_used() -> None:
    text = "\n".join(path.read_text() for path in [*modules(*ROOMS, "config"), *_templates()])

    unused = [
        name
        for name in (path.relative_to(TEMPLATES).as_posix() for path in _templates())
        if not (_is_named(name, text) or _overrides_djangos(name) or name in ERROR_PAGES)
    ]

    assert unused == []


def test_unused_template_is_found() -> None:
    text = (
        """render(request, "appeals/action.html")  render_to_string(f"emails/{name}/body.txt")  _mail("hearing_near")"""
    )

    assert _is_named("appeals/action.html", text)
    assert _is_named("emails/hearing_near/body.txt", text)
    assert not _is_named("emails/forgotten/body.txt", text)
    assert not _is_named("emails/hearing_near/body.html", text)
    assert not _is_named("appeals/old_action.html", text)


class _Inline(HTMLParser):
    """Collects what a strict Content-Security-Policy refuses, and what would ask another site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        line = self.getpos()[0]
        if tag == "style" or (tag == "script" and "src" not in given and "json" not in given.get("type", "")):
            self.found.append(f"{line}: <{tag}> inline")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.found.append(f"{line}: {name} on <{tag}>")
            if name in ("src", "href", "srcset", "action", "poster", "data") and re.match(r"\s*(https?:)?//", value):
                self.found.append(f"{line}: <{tag} {name}> leads to another site")

    handle_startendtag = handle_starttag


def inline_or_foreign(markup: str) -> list[str]:
    parser = _Inline()
    # A tag of the template language within an HTML tag would confuse the parser; its text is of no interest here.
    parser.feed(re.sub(r"{%.*?%}|{#.*?#}", "", markup))
    return parser.found


def test_template_holds_nothing_inline_and_nothing_foreign() -> None:
    pages = [path for path in _templates() if path.suffix == ".html"]

    assert [f"{short(path)}:{line}" for path in pages for line in inline_or_foreign(path.read_text())] == []


@pytest.mark.parametrize(
    "markup",
    [
        "<style>p {}</style>",
        "<script>alert()</script>",
        '<p {% if wide %}style="width: 1px"{% endif %}>',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<img src="https://example.org/pixel.gif">',
        '<link rel="stylesheet" href="//example.org/site.css">',
    ],
)
def test_inline_or_foreign_is_found(markup: str) -> None:
    assert len(inline_or_foreign(markup)) == 1


def test_style_and_script_ask_nobody() -> None:
    found = [
        f"{short(path)}: {match}"
        for path in _styles_and_scripts()
        for match in re.findall(
            r"""(?:url\(|@import|src=|href=|fetch\()\s*["']?((?:https?:)?//[^"')\s]+)""", path.read_text()
        )
    ]

    assert len(_styles_and_scripts()) > 0
    assert found == []


def test_every_file_named_in_a_style_is_there(tmp_path: Path) -> None:
    """As the image collects them, but not compressed: a style sheet that names a missing file fails."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)

    collected = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    listed = {name for finder in get_finders() for name, _ in finder.list([])}
    assert listed - collected == set()
    assert "staticfiles.json" in collected


@pytest.fixture
def template_of_ours() -> Callable[[str], str]:
    """Renders a source as if it lay in templates/."""

    def render(source: str, **context: object) -> str:
        engine = engines["django"].engine
        origin = type("Origin", (), {"name": str(TEMPLATES / "made_up.html"), "template_name": "made_up.html"})()
        from django.template import Context, Template  # beside its only use

        return Template(source, origin=origin, name="made_up.html", engine=engine).render(Context(context))

    return render


def test_undefined_variable_in_a_template_of_ours_fails(template_of_ours: Callable[..., str]) -> None:
    assert template_of_ours("{{ there }}", there="yes") == "yes"
    with pytest.raises(UndefinedVariable, match=r"made_up\.html, line 2"):
        template_of_ours("{{ there }}\n{{ missing }}", there="yes")


def test_condition_may_ask_for_an_undefined_variable(template_of_ours: Callable[..., str]) -> None:
    assert template_of_ours("{% if missing %}yes{% else %}no{% endif %}") == "no"


@pytest.mark.django_db
def test_templates_of_django_keep_their_silence(client: Client) -> None:
    client.force_login(make_user(is_superuser=True))

    response = client.get("/staff/password_change/")

    assert response.status_code == 200
