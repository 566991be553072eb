"""The graph file: same bytes, no traces, and one line for whatever is wrong with it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from kg.errors import StoreError
from kg.stores import Store, _file
from tests.graphs import load_node, node, opened, talk


def built(path: Path, *ids: str) -> bytes:
    with closing(opened(str(path))) as store:
        store.load(talk("a", *ids))
    return path.read_bytes()


def test_the_file_is_not_written_again_where_nothing_differs(tmp_path: Path) -> None:
    path = tmp_path / "talk.kgl"
    data, before = built(path, "p1"), path.stat()
    assert built(path, "p1") == data
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [p.name for p in tmp_path.iterdir()] == ["talk.kgl"]


def test_the_same_records_make_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    script = "import sys; sys.path[:0] = sys.argv[3:]; from tests.test_embedded import *; built(Path(sys.argv[1]), *sys.argv[2].split())"
    ids = " ".join(f"p{n}" for n in range(300))
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / f"{seed}.kgl"), ids, str(Path(__file__).parents[1])],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    assert (tmp_path / "1.kgl").read_bytes() == (tmp_path / "2.kgl").read_bytes()


def asked(store: Store) -> None:
    store.run("RETURN 1", {})


def loaded(store: Store) -> None:
    store.load(talk("a", "p1"))


@pytest.mark.long
def test_a_large_graph_is_saved_without_a_word(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    # From 65,536 nodes on kglite warns of lists when it saves.
    crowd = [node("Speaker", f"s{n}", "a") for n in range(65_536)]
    with closing(opened(str(tmp_path / "talk.kgl"))) as store:
        store.load([load_node("a"), *crowd])
    assert not recwarn.list


@pytest.mark.parametrize("ask", [lambda s: list(s.records()), asked], ids=["records", "run"])
def test_a_graph_that_is_not_there_is_not_made_by_asking(tmp_path: Path, ask: Callable[[Store], Any]) -> None:
    with pytest.raises(StoreError, match=r"talk\.kgl: no such graph; build one with kg build"):
        ask(opened(str(tmp_path / "talk.kgl")))
    store = opened(str(tmp_path / "talk.kgl"))
    assert store.load(talk("a", "p1"), dry_run=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_graph_is_told_of_and_left_alone(tmp_path: Path) -> None:
    data = built(tmp_path / "good.kgl", *(f"p{n}" for n in range(50)))
    (tmp_path / "folder.kgl").mkdir()
    bad = {"empty": b"", "text": b"hello there", "json": b"{}", "cut": data[: len(data) // 2], "short": data[:-1]}
    bad |= {
        f"bit{at}": data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :] for at in range(8, len(data), len(data) // 9)
    }
    for name, content in bad.items():
        path = tmp_path / f"{name}.kgl"
        path.write_bytes(content)
        for act in (asked, loaded):
            with pytest.raises(StoreError, match=rf"{name}\.kgl: not a graph file, or a damaged one"):
                act(opened(str(path)))
        assert path.read_bytes() == content
    with pytest.raises(StoreError, match="a folder"):
        opened(str(tmp_path / "folder.kgl")).load(talk("a", "p1"))


def test_a_graph_of_another_ontology_is_refused(tmp_path: Path) -> None:
    import kglite

    path = tmp_path / "talk.kgl"
    kglite.KnowledgeGraph().set_schema_version(99).save(str(path))
    for act in (asked, loaded):
        with pytest.raises(StoreError, match=r"made with ontology 99, this kg has .*build it again"):
            act(opened(str(path)))


def test_a_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"folder cannot be opened and locked \(No such file or directory\)"):
        opened(str(tmp_path / "none" / "talk.kgl")).load(talk("a", "p1"))


def test_who_writes_in_the_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_file, "_PATIENCE", 0.1)
    who = f"process {os.getpid()}" if Path("/proc/locks").exists() else "another process"
    with (
        _file.alone(str(tmp_path / "other.kgl")),
        pytest.raises(StoreError, match=f"{who} has been writing in its fol"),
    ):
        built(tmp_path / "talk.kgl", "p1")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link, file = tmp_path / "talk.kgl", tmp_path / "far" / "graph.kgl"
    link.symlink_to(file)
    for ids in (["p1"], ["p1", "p2"]):
        assert built(link, *ids) == file.read_bytes()
        assert link.is_symlink() and [p.name for p in file.parent.iterdir()] == ["graph.kgl"]
    (tmp_path / "round.kgl").symlink_to(tmp_path / "round.kgl")
    with suppress(StoreError):  # from Python 3.13 on it is a link to nothing
        built(tmp_path / "round.kgl", "p1")


def test_a_file_for_its_owner_only_stays_so(tmp_path: Path) -> None:
    built(tmp_path / "talk.kgl", "p1")
    (tmp_path / "talk.kgl").chmod(0o600)
    built(tmp_path / "talk.kgl", "p1", "p2")
    assert (tmp_path / "talk.kgl").stat().st_mode & 0o777 == 0o600


FAULTS = """
import ctypes, resource, signal, sys
sys.path.insert(0, sys.argv[2])
from tests.test_embedded import *

def tried():
    try:
        built(path, *(f"p{n}" for n in range(500)))
    except StoreError as error:
        print(error, flush=True)

path = Path(sys.argv[1])
if os.geteuid() == 0:  # root may write everywhere unless it gives up that right
    ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)())
path.parent.chmod(0o500)
tried()
path.parent.chmod(0o700)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as a full disk
tried()
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # as kill -9 when the file is half written
tried()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs rights, and a limit on the size of files")
def test_a_folder_without_rights_or_room_or_a_kill_leaves_the_old_graph_and_the_next_load_tidies_up(
    tmp_path: Path,
) -> None:
    data = built(tmp_path / "talk.kgl", "p1")
    command = [sys.executable, "-c", FAULTS, str(tmp_path / "talk.kgl"), str(Path(__file__).parents[1])]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGXFSZ, "")
    assert re.findall(
        r"talk\.kgl: cannot be written .*(Perm\w+|File too large).*, the graph is as it was", done.stdout
    ) == [
        "Permission",
        "File too large",
    ]
    assert len(done.stdout.splitlines()) == 2
    assert (tmp_path / "talk.kgl").read_bytes() == data
    assert len(list(tmp_path.iterdir())) == 2
    (tmp_path / "talk.kgl.tmp.mine").touch()
    built(tmp_path / "talk.kgl", "p1", "p2")
    assert {p.name for p in tmp_path.iterdir()} == {"talk.kgl", "talk.kgl.tmp.mine"}


@pytest.mark.parametrize(
    "query",
    [
        "LOAD CSV FROM $file AS row RETURN row",
        "load // here\n  csv FROM $file AS row RETURN row",
        "RETURN 1 AS row UNION LOAD CSV FROM $file AS row RETURN row",
        "PROFILE LOAD CSV FROM $file AS row RETURN row",
    ],
)
def test_a_question_reads_no_file_of_this_machine(tmp_path: Path, query: str) -> None:
    built(tmp_path / "talk.kgl", "p1")
    (tmp_path / "diary.csv").write_text("s3cret\n")
    with closing(opened(str(tmp_path / "talk.kgl"))) as store:
        for ask in (store.run, store.plan):
            with pytest.raises(StoreError, match="would read a file"):
                ask(query, {"file": (tmp_path / "diary.csv").as_uri()})
        words = "RETURN $words AS words"
        assert store.run(words, {"words": "LOAD CSV"}).rows == [("LOAD CSV",)]
