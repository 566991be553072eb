"""Where the local Neo4j keeps its things on this machine: folder, password, ports and what was started."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import StoreError

USER = "neo4j"
BOLT = 7687
HTTP = 7474
GUIDE = 7480
_TRIES = 200


@contextmanager
def mendable() -> Iterator[None]:
    """StoreError for what the system refuses: a right, room, a folder where a file is."""
    try:
        yield
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        raise StoreError(f"{what}; the local Neo4j needs it, so mend its rights or make room") from error


@dataclass(frozen=True, slots=True)
class State:
    """What was started: `way` is `docker` or `java`; `since` is None after `down`, `pid` is the Java process.

    `guide` is the port where the Browser finds kg's guide, `guide_pid` the process that offers it there.
    """

    way: str | None = None
    bolt: int = BOLT
    http: int = HTTP
    since: str | None = None
    pid: int | None = None
    guide: int | None = None
    guide_pid: int | None = None

    def __post_init__(self) -> None:
        numbers = (self.bolt, self.http, self.pid or 0, self.guide or 0, self.guide_pid or 0)
        if self.way not in (None, "docker", "java") or not all(isinstance(number, int) for number in numbers):
            raise ValueError

    @property
    def address(self) -> str:
        """Where Bolt is spoken."""
        return f"bolt://127.0.0.1:{self.bolt}"

    @property
    def browser(self) -> str:
        """Where the Browser is."""
        return f"http://127.0.0.1:{self.http}/browser/"


@dataclass(frozen=True, slots=True)
class Place:
    """A local Neo4j's own folder, the folder of its jars, and the name of its container and volume."""

    folder: Path
    jars: Path
    container: str = "kg-neo4j"

    @property
    def home(self) -> Path:
        """Neo4j's home where Java runs it: conf, data, logs."""
        return self.folder / "home"

    @property
    def log(self) -> Path:
        """What the Java process printed since its last start."""
        return self.folder / "neo4j.log"

    @property
    def password_file(self) -> Path:
        """Holds the password and nothing else."""
        return self.folder / "password"

    @property
    def state_file(self) -> Path:
        """Holds the State as JSON."""
        return self.folder / "state.json"

    def make(self) -> None:
        """Make the folder, closed to everybody else."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)

    def password(self) -> str:
        """The password; made at random the first time, readable by its owner only."""
        self.make()
        try:
            # Mode and "must not exist" in one step: at no moment can somebody else open it.
            file = os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            self.password_file.chmod(0o600)
        else:
            with os.fdopen(file, "w", encoding="ascii") as out:
                out.write(secrets.token_hex(20) + "\n")
        word = self.password_file.read_text(encoding="utf-8").strip()
        if len(word) < 8 or not word.isalnum():
            raise StoreError(f"{self.password_file}: needs one password of 8 or more letters and digits; mend it there")
        return word

    def state(self) -> State:
        """What was last kept; a new State where nothing was."""
        try:
            return State(**json.loads(self.state_file.read_bytes()))
        except FileNotFoundError:
            return State()
        except (ValueError, TypeError) as error:
            raise StoreError(f"{self.state_file}: damaged; stop any Neo4j that kg started and delete it") from error

    @contextmanager
    def alone(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Wait until no other kg starts or stops this Neo4j; the system lets go where a process is killed."""
        self.make()
        try:
            import fcntl
        except ImportError:  # Windows has no such lock
            yield
            return
        held = os.open(self.folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                tell("another kg is starting or stopping it; waiting ...")
                fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)

    def keep(self, state: State) -> None:
        """Put the state on disk in one step."""
        self.make()
        new = self.state_file.with_suffix(".new")
        new.write_text(json.dumps(asdict(state)) + "\n", encoding="utf-8")
        new.replace(self.state_file)


def own(environment: Mapping[str, str] = os.environ, platform: str = sys.platform, user: Path | None = None) -> Place:
    """The user's own local Neo4j, in the folder that the system sets aside for programs' data."""
    home = user or Path.home()
    if platform == "win32":
        data = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        data = home / "Library" / "Application Support"
    else:
        named = environment.get("XDG_DATA_HOME", "")
        data = Path(named) if Path(named).is_absolute() else home / ".local" / "share"
    folder = data / "kg" / "neo4j"
    return Place(folder, folder / "jars")


def free_port(wanted: int) -> int:
    """The first port from `wanted` upward that nobody listens on at 127.0.0.1 or ::1; StoreError if none is near."""
    for port in range(wanted, wanted + _TRIES):
        if not _taken(port):
            return port
    raise StoreError(f"ports {wanted} to {wanted + _TRIES - 1} are all taken; stop a program that listens there")


def _taken(port: int) -> bool:
    # `localhost` may mean either address, so a stranger must listen on neither.
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(1)
                if probe.connect_ex((host, port)) == 0:
                    return True
        except OSError:  # no IPv6 here
            continue
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As a server does, so that a port that was closed a moment ago counts as free; on Windows it means "share".
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
