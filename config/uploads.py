"""Files are taken where a view asks for them, and nowhere else: elsewhere whatever comes as one is thrown away unread.

A file is held in memory and never spooled to disk, and a body beyond the limit is refused whole.
"""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import Resolver404, resolve

# Beside the file: the form's other fields and what multipart adds
MARGIN = 256 * 1024


def takes_files(most: int):
    """View decorator, outermost: someone logged in may send one file of at most this many bytes."""

    def decorate(view):
        view.takes_files = most
        return view

    return decorate


class FilesWhereAsked(FileUploadHandler):
    """Django's own would spool a file of any size to disk before a view has said that it wants none."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.most = _most(self.request)
        limit = max(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, self.most + MARGIN if self.most else 0)
        if content_length > limit:
            raise RequestDataTooBig("multipart body over the limit")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) <= self.most:
            self.file.write(raw_data)
        elif self.most:
            raise RequestDataTooBig("file over the limit")

    def file_complete(self, file_size):
        if not self.most:
            return None
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def _most(request) -> int:
    """Bytes of a file that the page asked for takes from whoever asks; 0 for every other page."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return 0
    most = getattr(view, "takes_files", 0)
    return most if most and request.user.is_authenticated else 0
