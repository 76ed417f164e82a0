"""A mail server that takes everything and notes when it took what: ``python -m tests.chaos.sink PORT FILE DELAY``.

Each mail is one line of FILE: the moment in nanoseconds of the machine's monotonic clock, which all processes
share, and the Message-ID. The line is written when the whole mail is there and before the answer, so nothing that a
sender may take for delivered is missing from it. DELAY (seconds, at most) is spent before the answer, at random:
a sender that is killed in it has delivered a mail that it knows nothing of.
"""

import asyncio
import os
import random
import re
import sys
import time

MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.IGNORECASE | re.MULTILINE)
ANSWERS = {b"EHLO": b"250-sink\r\n250 8BITMIME\r\n", b"DATA": b"354 Go on\r\n", b"QUIT": b"221 Bye\r\n"}
LARGEST = 2**20  # bytes of one mail


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
        found = MESSAGE_ID.search(mail)
        message_id = found[1].decode() if found else "none"
        os.write(self.file, f"{time.monotonic_ns()} {message_id}\n".encode())
        await asyncio.sleep(self.chance.uniform(0, self.delay))


async def run(port: int, path: str, delay: float) -> None:
    server = await asyncio.start_server(Sink(path, delay).serve, "127.0.0.1", port, limit=LARGEST)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
