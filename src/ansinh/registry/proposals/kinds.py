"""What can be proposed, under which slug, and whether another person must approve it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from ansinh.registry.changes.naming import say
from ansinh.registry.people.models import Contact, Death, Identity, Kinship, Membership, PaymentAccount, PersonNumber
from ansinh.registry.statuses.models import HOUSEHOLD_STATUSES, PERSON_STATUSES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ansinh.registry.ledger.models import Recorded

IDENTITY, NUMBER, DEATH, MOVE, MEMBERSHIP, LEAVE = "identity", "number", "death", "move", "membership", "leave"
CONTACT, ACCOUNT, KINSHIP, PERSON = "contact", "account", "kinship", "person"


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of change that an officer can propose.

    Attributes:
        slug: in the address. model: the table of its row; None for acts of several rows.
        two_people: somebody else approves it, because a right or money hangs on it.
        needs_paper: it is not taken without a source paper.
    """

    kind: str
    slug: str
    title: StrOrPromise
    model: type[Recorded] | None = None
    two_people: bool = False
    needs_paper: bool = False
    household: bool = False


_SLUGS: Final = {
    "disability": "khuyet-tat",
    "merit": "nguoi-co-cong",
    "merit-share": "than-nhan-nguoi-co-cong",
    "parents": "tinh-trang-cha-me",
    "hiv": "hiv",
    "pension": "luong-huu-bhxh",
    "study": "hoc-tap",
    "care": "cham-soc",
    "pregnancy": "thai-san",
    "facility": "co-so-tro-giup",
    "absence": "vang-mat",
    "health-card": "the-bhyt",
    "marriage": "hon-nhan",
    "work": "viec-lam",
    "illness": "benh-tat",
    "support": "nguoi-phung-duong",
    "allowance": "tro-cap-dang-huong",
    "poverty": "ho-ngheo",
}

# A birth date, a death, a payment account decide over rights; a name, a move or a telephone number do not.
_OWN: Final = (
    Act(IDENTITY, "ho-ten-ngay-sinh", _("Correct name, birth or sex"), Identity, two_people=True, needs_paper=True),
    Act(NUMBER, "so-giay-to", _("Personal number"), PersonNumber),
    Act(DEATH, "qua-doi", _("Death"), Death, two_people=True, needs_paper=True),
    Act(MOVE, "chuyen-noi-o", _("Move to another place")),
    Act(MEMBERSHIP, "vao-ho", _("Join another household"), Membership),
    Act(LEAVE, "tach-ho", _("Leave into a household of their own")),
    Act(CONTACT, "lien-lac", _("Contact"), Contact),
    Act(ACCOUNT, "tai-khoan", _("Payment account"), PaymentAccount, two_people=True),
    Act(KINSHIP, "than-nhan", _("Kin"), Kinship),
)
PERSON_ACTS: Final[tuple[Act, ...]] = (
    *_OWN,
    *(
        Act(each.KIND, _SLUGS[each.KIND], each.TITLE, each, two_people=each.MONEY, needs_paper=each.NEEDS_PAPER)
        for each in PERSON_STATUSES
    ),
)
HOUSEHOLD_ACTS: Final[tuple[Act, ...]] = (
    Act(MOVE, "chuyen-noi-o", _("Move to another place"), household=True),
    Act(MEMBERSHIP, "nhap-ho", _("Merge into another household"), household=True),
    *(
        Act(each.KIND, _SLUGS[each.KIND], each.TITLE, each, each.MONEY, each.NEEDS_PAPER, household=True)
        for each in HOUSEHOLD_STATUSES
    ),
)
# Age and sex are conditions of rights: whoever stands in the registers may be entitled.
NEW_PERSON: Final = Act(PERSON, "moi", _("New person"), two_people=True, needs_paper=True)
BY_KIND: Final[dict[str, Act]] = {act.kind: act for act in (*HOUSEHOLD_ACTS, *PERSON_ACTS, NEW_PERSON)}

say(*(act.title for act in (*HOUSEHOLD_ACTS, *PERSON_ACTS, NEW_PERSON)))


def act_of(slug: str, *, household: bool) -> Act | None:
    """The act that a slug names on the page of a person or a household."""
    acts = HOUSEHOLD_ACTS if household else PERSON_ACTS
    return next((act for act in acts if act.slug == slug), None)
