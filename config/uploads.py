"""No page takes a file: whatever comes as one is thrown away unread, and a body beyond the limit is refused whole."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class NoFilesHandler(FileUploadHandler):
    """Django's own would spool a file of any size to disk before a view has said that it wants none."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("multipart body over the limit")

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None
