"""Background jobs: done, watched, stopped, refused, and found again when their worker died."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ansinh.kernel.accounts.models import User
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.jobs import kinds, running, signs
from ansinh.kernel.jobs.kinds import Outcome, Running
from ansinh.kernel.jobs.models import Job, JobState
from ansinh.kernel.jobs.running import run_job
from ansinh.kernel.jobs.selectors import jobs_for, progress_of
from ansinh.kernel.jobs.services import start_job, stop_job, tend_jobs
from ansinh.kernel.management.commands import work as worker
from ansinh.kernel.messages import speaking
from tests.cast import Cast, viewer

pytestmark = pytest.mark.django_db
COUNT = 5


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    before = dict(kinds._kinds)
    kinds.register("count", count, again=True)
    kinds.register("once", count, again=False)
    kinds.register("refuse", refuse, again=True)
    kinds.register("break", break_down, again=True)
    kinds.register("end", end_worker, again=True)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


def count(job: Running) -> Outcome:
    for row in range(COUNT + 1):
        job.progress(row, COUNT, f"dòng {row}")
    return Outcome(f"{COUNT} cho {job.subject} của {job.user}", "/ket-qua/")


def refuse(job: Running) -> Outcome:
    raise AnSinhError("roll-exists", "{name} is not one of ours", name=job.subject)


def break_down(job: Running) -> Outcome:
    raise ZeroDivisionError


def end_worker(job: Running) -> Outcome:
    raise SystemExit(1)


def started(everyone: Cast, kind: str, subject: str = "") -> Job:
    return start_job(viewer=viewer(everyone.hoa), kind=kind, title="Đếm năm dòng", subject=subject)


def taken(everyone: Cast, kind: str, *, ago: int = 60) -> Job:
    """A job whose worker took it up long ago and has said nothing since."""
    job = started(everyone, kind)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempt=1, taken_at=timezone.now() - timedelta(seconds=ago)
    )
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_a_job_is_done_by_the_worker_and_tells_what_came_of_it(everyone: Cast) -> None:
    job = started(everyone, "count", "N-1")
    assert (job.state, job.open) == (JobState.WAITING, True)

    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)

    job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.total) == (JobState.DONE, 1, COUNT, COUNT)
    assert job.result == f"5 cho N-1 của {everyone.hoa.pk}"
    assert job.finished_at
    assert progress_of(job).percent == 100
    assert signs.read_sign(job.code) is None


def test_two_clicks_are_one_job_and_a_kind_that_nobody_does_is_an_error(everyone: Cast) -> None:
    first, second = started(everyone, "count", "N-1"), started(everyone, "count", "N-1")
    assert first == second
    assert started(everyone, "count", "N-2") != first
    assert started(everyone, "count") != started(everyone, "count")
    with pytest.raises(KeyError):
        started(everyone, "never heard of")


def test_a_job_runs_once_however_many_workers_were_told_of_it(everyone: Cast) -> None:
    job = started(everyone, "count")
    assert run_job.call(job.code) == "done"
    assert run_job.call(job.code) == "nothing to do"
    assert run_job.call("VN-KHONGCO") == "nothing to do"
    stale = Job.objects.get(pk=job.pk)
    stale.state = JobState.RUNNING
    running._finish(stale, {"state": JobState.FAILED})
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_a_refusal_is_told_in_the_language_of_whoever_started_it(everyone: Cast) -> None:
    with speaking("en"):
        job = started(everyone, "refuse", "vn-38")
    assert run_job.call(job.code) == "failed"
    job.refresh_from_db()
    assert (job.language, job.message) == ("en", "vn-38 is not one of ours")


@pytest.mark.django_db(transaction=True)
def test_a_breakdown_marks_the_job_and_reaches_the_tasks_own_record(everyone: Cast) -> None:
    job = started(everyone, "break")
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message.startswith("Hệ thống chưa làm xong việc này")
    assert "ZeroDivisionError" in DBTaskResult.objects.get().traceback


def test_a_worker_that_is_told_to_end_leaves_its_job_to_the_next(everyone: Cast) -> None:
    job = started(everyone, "end")
    with pytest.raises(SystemExit):
        run_job.call(job.code)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_stopping(everyone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hoa = viewer(everyone.hoa)
    waiting = started(everyone, "count")
    stop_job(viewer=hoa, job=waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.message) == (JobState.STOPPED, "Vũ Thị Hoa đã dừng trước khi việc bắt đầu.")
    with pytest.raises(AnSinhError) as over:
        stop_job(viewer=hoa, job=waiting)
    assert over.value.code == "job-over"

    monkeypatch.setattr(running, "TELL", timedelta())
    job = started(everyone, "count")

    def stopped_half_way(handle: Running) -> Outcome:
        stop_job(viewer=hoa, job=job)
        assert progress_of(Job.objects.get(pk=job.pk)).stopping
        return count(handle)

    kinds.register("count", stopped_half_way, again=True)
    assert run_job.call(job.code) == "stopped"
    assert not signs.is_asked_to_stop(job.code)


def test_progress_is_told_now_and_then_and_the_heart_beats(everyone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BEAT", 0.01)
    job = started(everyone, "count")
    beaten = threading.Event()

    def watch(handle: Running) -> Outcome:
        handle.progress(2, 10, "hai")
        handle.progress(3, 10, "ba")  # too soon after the last one: not told
        sign = signs._path(job.code, "sign")
        os.utime(sign, (0, 0))
        for _ in range(500):
            if sign.stat().st_mtime > 0:
                beaten.set()
                break
            threading.Event().wait(0.01)
        shown = progress_of(Job.objects.get(pk=job.pk))
        assert (shown.done, shown.total, shown.message, shown.percent) == (2, 10, "hai", 20)
        return Outcome()

    kinds.register("count", watch, again=True)
    assert run_job.call(job.code) == "done"
    assert beaten.is_set()
    signs.beat(job.code)  # a heart that beats once too often leaves nothing behind
    assert signs.read_sign(job.code) is None


def test_a_dead_worker_s_job_is_started_again_where_that_does_no_harm(everyone: Cast) -> None:
    again, once, living, young = (
        taken(everyone, "count"), taken(everyone, "once"), taken(everyone, "count"), taken(everyone, "count", ago=1),
    )  # fmt: skip
    signs.write_sign(living.code, 1, None, "")
    tasks = DBTaskResult.objects.count()

    assert sorted(tend_jobs()) == sorted([again.code, once.code])

    states = {job.pk: job.state for job in Job.objects.all()}
    assert [states[each.pk] for each in (again, once, living, young)] == ["waiting", "failed", "running", "running"]
    assert DBTaskResult.objects.count() == tasks + 1
    assert run_job.call(again.code) == "done"
    assert Job.objects.get(pk=again.pk).attempt == 2
    assert "bị gián đoạn" in Job.objects.get(pk=once.pk).message


def test_a_job_that_kills_its_worker_is_not_started_for_ever(everyone: Cast) -> None:
    job = taken(everyone, "count")
    Job.objects.filter(pk=job.pk).update(attempt=3)
    assert tend_jobs() == [job.code]
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    assert tend_jobs() == []


def test_who_sees_which_jobs(everyone: Cast, signed_in: Callable[[User], Client]) -> None:
    job = started(everyone, "count")
    assert list(jobs_for(viewer(everyone.hoa))) == [job] == list(jobs_for(viewer(everyone.admin)))
    assert not jobs_for(viewer(everyone.thu)).exists()
    for path in (f"/viec-nen/{job.code}/", f"/viec-nen/{job.code}/dung/"):
        assert signed_in(everyone.thu).post(path).status_code in {404, 405}
    assert signed_in(everyone.thu).get(f"/viec-nen/{job.code}/").status_code == 404


def test_the_pages_of_a_job(everyone: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(everyone.hoa)
    assert "Chưa có việc chạy nền" in client.get("/viec-nen/").content.decode()
    job = started(everyone, "count")
    address = f"/viec-nen/{job.code}/"
    assert "Đếm năm dòng" in client.get("/viec-nen/").content.decode()
    page = client.get(address).content.decode()
    assert f'hx-get="{address}"' in page
    fragment = client.get(address, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "HX-Refresh" not in fragment.headers

    run_job.call(job.code)
    over = client.get(address, headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    assert "hx-get" not in over.content.decode()
    assert 'href="/ket-qua/"' in client.get(address).content.decode()

    other = started(everyone, "count")
    answer = client.post(f"/viec-nen/{other.code}/dung/", follow=True)
    assert "Đã yêu cầu dừng" in answer.content.decode()
    answer = client.post(f"/viec-nen/{other.code}/dung/", follow=True)
    assert "Việc này đã xong" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_worker_process_does_the_queue_and_tends_it(everyone: Cast) -> None:
    dead, fresh = taken(everyone, "count"), started(everyone, "count")
    call_command("work", batch=True)
    assert {job.state for job in Job.objects.filter(pk__in=[dead.pk, fresh.pk])} == {JobState.DONE}


def test_tending_goes_on_until_the_worker_is_over(everyone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []
    over = threading.Event()

    def tend() -> list[str]:
        rounds.append(1)
        if len(rounds) == 1:
            raise worker.OperationalError("the database is busy")
        over.set()
        return []

    monkeypatch.setattr(worker, "tend_jobs", tend)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(worker.connection, "close_if_unusable_or_obsolete", lambda: None)
    worker._tend(over, every=0)
    assert len(rounds) == 2
