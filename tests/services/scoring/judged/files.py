"""Small files of every kind a work may be, with names and places hidden in them as cameras and programs hide them."""

from io import BytesIO
from zipfile import ZipFile

from PIL import Image

SECRET = b"Wang Fang of No. 3 Middle School"


def picture(form: str = "JPEG", size: tuple[int, int] = (1200, 900)) -> bytes:
    """A picture that says who took it, where, and that it lies on its side."""
    image = Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 20).convert("RGB")
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (34.0, 45.0, 12.0)
    out = BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def pdf() -> bytes:
    """A PDF with an author in its properties, nested brackets included, and in its XMP."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Author (" + SECRET + b" \\(a\\) (b)) /Title <" + SECRET.hex().encode() + b"> >>",
        b"<< /Type /Metadata >> stream\n<x:xmpmeta><dc:creator>" + SECRET + b"</dc:creator></x:xmpmeta>\nendstream",
    ]
    body = b"%PDF-1.4\n"
    for number, each in enumerate(objects, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return body + b"trailer << /Root 1 0 R /Info 3 0 R >>\n%%EOF\n"


def docx(*, macros: bool = False) -> bytes:
    types = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", b"<Types><Override ContentType='" + types + b"'/></Types>")
        packed.writestr("word/document.xml", b'<w:ins w:author="' + SECRET + b'"><w:t>Plan</w:t></w:ins>')
        packed.writestr("docProps/core.xml", b"<dc:creator>" + SECRET + b"</dc:creator>")
        if macros:
            packed.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def video(seconds: int = 1) -> bytes:
    """An MP4 as a telephone writes it, its place and owner at the end, after the pictures."""
    head = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41")
    pictures = box(b"mdat", bytes(range(256)) * 4096 * seconds)
    udta = box(b"udta", box(b"\xa9xyz", b"+34.7578+113.6486/") + box(b"auth", SECRET))
    return (
        head + pictures + box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"tkhd", bytes(84)) + udta) + udta)
    )
