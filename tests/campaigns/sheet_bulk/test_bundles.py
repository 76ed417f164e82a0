"""The files of a folder or an archive, whatever somebody packed into it."""

import io
import zipfile
from pathlib import Path

import pytest

from campaigns.sheet_bulk import bundles
from campaigns.sheet_bulk.bundles import opened, shown
from campaigns.sheet_reading.refusals import Refused


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def read(path: Path) -> dict[str, bytes | str]:
    """Each file's bytes, or why it cannot be opened."""
    found: dict[str, bytes | str] = {}
    with opened(path) as members:
        for member in members:
            try:
                with member.open() as file:
                    found[member.name] = file.read()
            except Refused as refused:
                found[member.name] = str(refused)
    return found


def test_folder_is_read_through_without_links_and_furniture(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    folder = tmp_path / "sheets"
    (folder / "1993").mkdir(parents=True)
    (folder / "b.txt").write_text("b")
    (folder / "1993" / "a.txt").write_text("a")
    (folder / ".DS_Store").write_text("x")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")

    assert read(folder) == {"b.txt": b"b", "1993/a.txt": b"a"}


def test_names_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    path = archive(tmp_path / "s.zip", **{"../../etc/a.txt": b"a", "/b.txt": b"b", "__MACOSX/c.txt": b"c", "d/": b""})

    assert read(path) == {"b.txt": b"b", "etc/a.txt": b"a"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["s.zip"]


def test_two_members_of_one_name_are_two_files(tmp_path: Path) -> None:
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            packed.writestr("a.txt", "two")

    assert read(path) == {"a.txt": b"one", "a.txt (2)": b"two"}


def test_large_member_is_not_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "s.zip", **{"bomb.txt": b"a" * 11_000_000, "a.txt": b"a"})

    assert read(path) == {"a.txt": b"a", "bomb.txt": "The file is larger than 10 MB. Bring the sheet alone."}


def test_damaged_member_spoils_no_other(tmp_path: Path) -> None:
    path = archive(tmp_path / "s.zip", **{"a.txt": b"a" * 100, "b.txt": b"b"})
    data = bytearray(path.read_bytes())
    data[data.index(b"a.txt") + 5 : data.index(b"a.txt") + 9] = b"\xff" * 4
    path.write_bytes(data)

    assert read(path) == {
        "a.txt": "The file cannot be unpacked: the archive is damaged there. Pack it anew.",
        "b.txt": b"b",
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Hello", "neither a folder nor a zip archive"),
        (b"PK\x05\x06" + bytes(8) + b"\xff\xff\xff\xff" + bytes(6), "too many members"),
        (b"x" * 30 + b"PK\x05\x06" + b"\x01" * 8 + b"\x01\x00\x00\x00" + bytes(6), "damaged"),
    ],
    ids=["text", "endless list", "broken list"],
)
def test_no_archive_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(data)

    with pytest.raises(Refused, match=said):
        read(path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_FILES", 2)

    with pytest.raises(Refused, match="more than 2 files"):
        read(archive(tmp_path / "s.zip", **{f"{n}.txt": b"" for n in range(3)}))


def test_archive_that_claims_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_UNPACKED", 50)

    with pytest.raises(Refused, match="unpacks to more"):
        read(archive(tmp_path / "s.zip", **{"a.txt": bytes(60)}))


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("..\\..\\a.txt", "a.txt"),
        ("a\n\u202eb.txt", "ab.txt"),
        ("../..", "file without a name"),
        ("ä/b.txt", "ä/b.txt"),
    ],
)
def test_name_as_it_is_printed(name: str, printed: str) -> None:
    assert shown(name) == printed


def test_member_of_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("a.txt", "a")
    data = bytearray(packed.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "s.zip"
    path.write_bytes(data)

    assert read(path) == {"a.txt": "The file is encrypted. Unpack it with its password and bring it again."}
