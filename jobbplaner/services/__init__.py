"""Every write that crosses rows or changes state. Keyword-only, the actor as `by`, atomic."""

from .planer import (
    PlanChangedError,
    PlanIncompleteError,
    establish_plan,
    publish_plan,
    save_draft,
    send_plan,
    start_draft,
)

__all__ = [
    "PlanChangedError",
    "PlanIncompleteError",
    "establish_plan",
    "publish_plan",
    "save_draft",
    "send_plan",
    "start_draft",
]
