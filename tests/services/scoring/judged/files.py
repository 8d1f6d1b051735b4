"""Small files of every kind a work may be, with names and places hidden in them as cameras and programs hide them."""

from io import BytesIO
from zipfile import ZipFile

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf
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


def pdf(*, password: str = "", packed: bool = True) -> bytes:
    """A PDF that tells whose it is beside its page: in properties, a comment, a file it carries; and a script."""
    name = SECRET.decode()
    document = Pdf.new()
    page = document.add_blank_page()
    document.docinfo["/Author"] = name
    with document.open_metadata() as told:
        told["dc:creator"] = [name]
    document.attachments["letter.txt"] = SECRET
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=name, Contents="Look here")
    page.obj.Annots = document.make_indirect(Array([note]))
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    out = BytesIO()
    document.save(
        out,
        object_stream_mode=ObjectStreamMode.generate if packed else ObjectStreamMode.disable,
        encryption=Encryption(owner=password, user=password) if password else None,
    )
    return out.getvalue()


def all_of(data: bytes) -> bytes:
    """Everything in a PDF, unpacked."""
    out = BytesIO()
    with Pdf.open(BytesIO(data)) as document:
        document.save(out, qdf=True)
    return out.getvalue()


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
