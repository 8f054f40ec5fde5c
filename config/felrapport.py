"""Django's report of an exception (the DEBUG page, a mailed report) without personal data."""

from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from config.maskning import MASK, describe, maska_text


class Felrapportfilter(SafeExceptionReporterFilter):
    """Hides what was posted and what local variables hold, also when DEBUG is on."""

    HIDDEN = ("QUERY_STRING", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_X_CSRFTOKEN")

    def is_active(self, request) -> bool:
        return True

    def get_post_parameters(self, request) -> dict:
        return dict.fromkeys(request.POST, MASK) if request else {}

    def get_safe_cookies(self, request) -> dict:
        return dict.fromkeys(request.COOKIES, MASK) if hasattr(request, "COOKIES") else {}

    def get_safe_request_meta(self, request) -> dict:
        meta = super().get_safe_request_meta(request)
        return {key: MASK if key in self.HIDDEN else value for key, value in meta.items()}

    def get_traceback_frame_variables(self, request, tb_frame) -> list:
        return [(name, _shown(value)) for name, value in tb_frame.f_locals.items()]


class Felrapport(ExceptionReporter):
    def get_traceback_data(self) -> dict:
        data = super().get_traceback_data()
        if self.exc_value is not None:
            data["exception_value"] = describe(self.exc_value)
        if "request_GET_items" in data:
            data["request_GET_items"] = [(name, MASK) for name, _ in data["request_GET_items"]]
        for key in ("request_insecure_uri", "exception_notes", "unicode_hint"):
            if isinstance(data.get(key), str):
                data[key] = maska_text(data[key].split("?")[0])
        for frame in data.get("frames", []):
            if frame.get("exc_cause"):
                frame["exc_cause"] = describe(frame["exc_cause"])
        return data


def _shown(value) -> str:
    """A number, a truth or nothing as it is, else what kind of thing it was."""
    return repr(value) if value is None or isinstance(value, bool | int | float) else f"<{type(value).__name__}>"
