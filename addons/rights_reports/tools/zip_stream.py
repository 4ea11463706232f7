"""A zip archive as a stream of chunks: nothing of it is ever whole in memory or on disk."""

import zipfile

CHUNK = 1 << 18
# a package made twice from the same files is the same, so no file carries the hour it was packed
EPOCH = (1980, 1, 1, 0, 0, 0)


class _Sink:
    """A file that cannot be rewound and hands out what was written since the last time."""

    def __init__(self):
        self._chunks = []

    def write(self, data):  # pylint: disable=method-required-super
        self._chunks.append(bytes(data))
        return len(data)

    def flush(self):
        pass

    def take(self):
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


def stream(entries):
    """Yield the bytes of the archive.

    :param entries: iterable of (name inside the archive, iterable of byte chunks)
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, chunks in entries:
            info = zipfile.ZipInfo(name, EPOCH)
            with archive.open(info, "w", force_zip64=True) as target:
                for chunk in chunks:
                    target.write(chunk)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def file_chunks(path):
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
