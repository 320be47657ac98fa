"""What stops a job."""

from __future__ import annotations

from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.messages import N_


class JobStoppedError(AnSinhError):
    """Raised inside a job when somebody asked it to stop."""

    def __init__(self) -> None:
        super().__init__("job-stopped", N_("Stopped at somebody's request; nothing of it was kept."))
