"""What accounts tell of persons, those of the libraries for logging in among them."""

from django.utils.translation import gettext_lazy as _

from sam.personal import Basis, Held, Part, Purpose, Reason, Recipient

PURPOSE = Purpose(
    "directory",
    _("Logging in"),
    _("Who may log in, from which directory, with which second factor."),
    (Basis.TASK,),
    (Recipient.ADMINISTRATORS,),
)
HELD = [
    Held("AccountEvent", people={"person": Part.SUBJECT}),
    Held(
        "Group",
        people={"members": Part.MEMBER},
        without={Reason.WORDS: "name", Reason.CODE: "external_id"},
    ),
    Held("Token", without={Reason.WORDS: "name"}),
    Held("Removal", people={"person": Part.SUBJECT}),
    Held("Call", people={"person": Part.SUBJECT}, texts="label changes remarks"),
    Held("Leaving", people={"person": Part.SUBJECT}),
    Held(
        "HandedOver",
        people={"to": Part.RECIPIENT},
        without={Reason.CODE: "kind object_id"},
    ),
    Held(
        "account.EmailAddress",
        people={"user": Part.SUBJECT},
        names={"email": Part.SUBJECT},
    ),
    Held("account.EmailConfirmation", without={Reason.SECRET: "key"}),
    Held(
        "mfa.Authenticator",
        people={"user": Part.SUBJECT},
        without={Reason.SECRET: "data"},
    ),
    Held(
        "socialaccount.SocialApp",
        without={
            Reason.CODE: "provider provider_id name client_id settings",
            Reason.SECRET: "secret key",
        },
    ),
    Held(
        "socialaccount.SocialAccount",
        people={"user": Part.SUBJECT},
        texts="extra_data",
        without={Reason.CODE: "provider uid"},
    ),
    Held("socialaccount.SocialToken", without={Reason.SECRET: "token token_secret"}),
    Held("auth.Permission", without={Reason.CODE: "name codename"}),
    Held("auth.Group", without={Reason.CODE: "name"}),
    Held("contenttypes.ContentType", without={Reason.CODE: "app_label model"}),
    Held("sessions.Session", without={Reason.SECRET: "session_key session_data"}),
    Held(
        "usersessions.UserSession",
        people={"user": Part.SUBJECT},
        texts="user_agent data",
        without={Reason.SECRET: "session_key"},
    ),
]
