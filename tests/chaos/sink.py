"""A mail server that takes everything and notes what it took: ``python -m tests.chaos.sink PORT FILE DELAY``.

Each mail is one line of FILE, as JSON: ``at``, the moment in nanoseconds of the machine's monotonic clock, which all
processes share; ``id``, its Message-ID; ``to`` and ``subject``; and ``about``, the references ("UA 12/11") of the
actions that its text tells of, without the lines at its end that say why one gets it. The line is written when the
whole mail is there and before the answer, so nothing that a sender may take for delivered is missing from it. DELAY
(seconds, at most) is spent before the answer, at random: a sender that is killed in it has delivered a mail that it
knows nothing of.
"""

import asyncio
import email
import json
import os
import random
import re
import sys
import time

ANSWERS = {b"EHLO": b"250-sink\r\n250 8BITMIME\r\n", b"DATA": b"354 Go on\r\n", b"QUIT": b"221 Bye\r\n"}
LARGEST = 2**20  # bytes of one mail
REFERENCE = re.compile(r"\b[A-Z]{2,3}\s\d+/\d\d\b")
FOOT = "\n--\n"  # what comes after it names the actions too, told of or not


class Sink:
    def __init__(self, path: str, delay: float) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.delay = delay
        self.chance = random.Random(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        try:
            while line := await reader.readline():
                verb = line[:4].upper()
                writer.write(ANSWERS.get(verb, b"250 OK\r\n"))
                if verb == b"QUIT":
                    break
                if verb == b"DATA":
                    await writer.drain()
                    await self.take(await reader.readuntil(b"\r\n.\r\n"))
                    writer.write(b"250 Taken\r\n")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the sender was killed
        finally:
            writer.close()

    async def take(self, mail: bytes) -> None:
        at = time.monotonic_ns()
        os.write(self.file, json.dumps({"at": at, **_read(mail)}).encode() + b"\n")
        await asyncio.sleep(self.chance.uniform(0, self.delay))


def _read(mail: bytes) -> dict[str, object]:
    message = email.message_from_bytes(mail)
    text = ""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            text = content.decode().replace("\r\n", "\n") if isinstance(content, bytes) else ""
            break
    about = {" ".join(found.split()) for found in REFERENCE.findall(text.partition(FOOT)[0])}
    return {
        "id": str(message["Message-ID"]),
        "to": str(message["To"]),
        "subject": " ".join(str(message["Subject"]).split()),
        "about": sorted(about),
    }


async def run(port: int, path: str, delay: float) -> None:
    server = await asyncio.start_server(Sink(path, delay).serve, "127.0.0.1", port, limit=LARGEST)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
