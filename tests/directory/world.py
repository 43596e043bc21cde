from directory.models import Call, Group, GroupRole, Run, Token
from organisation.models import Role


def addresses(people, school):
    token, _secret = Token.objects.make(by=people["administrator"], name="Entra")
    group = Group.objects.create(name="Head teachers")
    group.members.add(people["employee"])
    role = GroupRole.objects.create(group=group, role=Role.READER, unit=school)
    run = Run.objects.create(token=token, is_dry_run=True)
    Call.objects.create(
        run=run,
        did=Call.Did.CHANGED,
        person=people["employee"],
        changes=[["title", "Cook", "Nurse"]],
        remarks=["Left out: locale"],
    )
    person, token = [people["employee"].pk], [token.pk]
    return {
        "directory:person_detail": person,
        "directory:person_act": person,
        "directory:take_over": [school.pk],
        "directory:token_begin": token,
        "directory:token_revoke": token,
        "directory:group_detail": [group.pk],
        "directory:group_role_remove": [group.pk, role.pk],
        "directory:run_detail": [run.pk],
        # Of nobody here; see tests/sign_on/test_sessions.py.
        "session_end": [10**9],
        "scim:user": person,
        "scim:group": [group.pk],
    }
