"""Looking for people who stand twice, as a background job."""

from __future__ import annotations

from django.urls import reverse

from ansinh.kernel.jobs.kinds import Outcome, Running, register
from ansinh.kernel.messages import ngettext
from ansinh.registry.merging.finding import find_pairs
from ansinh.registry.merging.services import FIND
from ansinh.registry.places.models import Place


def register_work() -> None:
    """Tell the worker who looks for pairs."""
    register(FIND, find, again=True)


def find(running: Running) -> Outcome:
    """Look through the place; done twice it finds the same."""
    place = Place.objects.get(key=running.subject)
    running.progress(0)
    count = find_pairs(place, running.progress)
    said = ngettext("{count} pair waits for a decision.", "{count} pairs wait for a decision.", count)
    return Outcome(said.format(count=count), reverse("pairs"))
