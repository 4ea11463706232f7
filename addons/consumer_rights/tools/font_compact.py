"""Makes the fonts in a paper small: only the used glyphs, without empty places between them.

WeasyPrint keeps each glyph at its old number, so a paper with two hundred characters carries
metrics and offsets for sixty thousand: 270 KB a paper. Chinese fonts are CID-keyed: their glyphs
are found by a character id that stays with the glyph, so the empty places can go, and of the font
only its outlines (the table ``CFF``) are needed.
"""

import ctypes
import ctypes.util
import functools
import struct

_NO_HINTING, _DESUBROUTINIZE = 0x1, 0x4
_WRITABLE_COPY = 0  # HB_MEMORY_MODE_DUPLICATE


@functools.cache
def _library():
    """HarfBuzz's subsetter, or None: then papers are large and otherwise the same."""
    name = ctypes.util.find_library("harfbuzz-subset")
    if not name:
        return None
    library = ctypes.CDLL(name)
    pointer, number = ctypes.c_void_p, ctypes.c_uint
    for function, result, arguments in (
        ("hb_blob_create", pointer, [ctypes.c_char_p, number, number, pointer, pointer]),
        ("hb_blob_destroy", None, [pointer]),
        ("hb_blob_get_data", pointer, [pointer, ctypes.POINTER(number)]),
        ("hb_face_create", pointer, [pointer, number]),
        ("hb_face_destroy", None, [pointer]),
        ("hb_face_reference_table", pointer, [pointer, ctypes.c_uint32]),
        ("hb_set_add", None, [pointer, ctypes.c_uint32]),
        ("hb_subset_input_create_or_fail", pointer, []),
        ("hb_subset_input_destroy", None, [pointer]),
        ("hb_subset_input_glyph_set", pointer, [pointer]),
        ("hb_subset_input_set_flags", None, [pointer, number]),
        ("hb_subset_or_fail", pointer, [pointer, pointer]),
    ):
        call = getattr(library, function)
        call.restype, call.argtypes = result, arguments
    return library


def compact_cff(font: bytes, glyphs) -> bytes | None:
    """The outlines of these glyphs of an OpenType font, as a bare CID-keyed CFF.

    :return: None when the font has no CID-keyed outlines or cannot be made smaller
    """
    library = _library()
    if not library or not _is_cid_keyed(font):
        return None
    blob = library.hb_blob_create(font, len(font), _WRITABLE_COPY, None, None)
    face = library.hb_face_create(blob, 0)
    wish = library.hb_subset_input_create_or_fail()
    subset = None
    try:
        wanted = library.hb_subset_input_glyph_set(wish)
        for glyph in {0, *glyphs}:
            library.hb_set_add(wanted, glyph)
        library.hb_subset_input_set_flags(wish, _DESUBROUTINIZE | _NO_HINTING)
        subset = library.hb_subset_or_fail(face, wish)
        return _table(library, subset) if subset else None
    finally:
        for destroy, thing in (
            (library.hb_face_destroy, subset),
            (library.hb_subset_input_destroy, wish),
            (library.hb_face_destroy, face),
            (library.hb_blob_destroy, blob),
        ):
            if thing:
                destroy(thing)


def _table(library, face):
    blob = library.hb_face_reference_table(face, int.from_bytes(b"CFF ", "big"))
    length = ctypes.c_uint()
    data = library.hb_blob_get_data(blob, ctypes.byref(length))
    content = ctypes.string_at(data, length.value) if length.value else None
    library.hb_blob_destroy(blob)
    return content


def _is_cid_keyed(font):
    """Whether an OpenType font holds outlines whose top dictionary begins with ROS."""
    if font[:4] != b"OTTO":
        return False
    count = struct.unpack(">H", font[4:6])[0]
    for place in range(12, 12 + 16 * count, 16):
        tag, _sum, offset, length = struct.unpack(">4sIII", font[place : place + 16])
        if tag == b"CFF ":
            # the operator ROS (12 30) is the first one of a CID-keyed font
            return b"\x0c\x1e" in font[offset : offset + min(length, 200)]
    return False
