"""Pages of a list that may be as long as the register."""

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

RAKNAS = 1000


class LangPaginator(Paginator):
    """Counts a thousand rows past the page asked for and no further: to count a unit of a large city takes longer than
    all the rest of its page. `fler`: there are more than `count` says, and the pages after it open as one gets there.
    """

    def __init__(self, rows, per_page: int, sida: str | None):
        super().__init__(rows, per_page)
        self.nr = int(sida) if sida and sida.isdecimal() and len(sida) < 10 else 1
        self.langst = RAKNAS * (1 + per_page * self.nr // RAKNAS)

    def asked(self) -> Page:
        """The page of the address, the last when there are not so many, the first when it is no number of a page."""
        return self.get_page(self.nr)

    @cached_property
    def raknade(self) -> int:
        return self.object_list.order_by().values("pk")[: self.langst + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.raknade, self.langst)

    @property
    def fler(self) -> bool:
        return self.raknade > self.langst
