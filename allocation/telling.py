"""The e-mails about an allocation; none says what tasks or whose."""

from mailing import outbox


def tell_proposed(allocation):
    _tell(
        allocation.receiver, "allocation_proposed", allocation, allocation.proposed_at
    )


def tell_signed(allocation):
    _tell(allocation.allocator, "allocation_signed", allocation, allocation.signed_at)


def tell_returned(allocation):
    last = allocation.transitions.last()
    _tell(allocation.allocator, "allocation_returned", allocation, last.at)


def _tell(person, template, allocation, at):
    """Nobody to tell where a political body allocates: HR sees it in the list."""
    if person is None or not person.is_active:
        return
    outbox.send(
        person,
        template,
        {"path": allocation.get_absolute_url()},
        about=f"{template}:{allocation.pk}:{at:%Y%m%d%H%M%S}",
    )
