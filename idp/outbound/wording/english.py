"""Mail and SMS in English: a full twin."""

from idp.outbound.wording.wording import Language, Wording

_CODE_MAIL = """\
{what}

    {code}

The code is valid for {minutes} minutes and works once. Give it to no one, not even an official.

If you did not ask for this code, please ignore this message; nothing has changed."""


def _code(subject: str, what: str, sms: str) -> Wording:
    return Wording(subject, _CODE_MAIL.replace("{what}", what), sms)


ENGLISH = Language(
    codes={
        "register": _code(
            "Code to register an account",
            "Your code to register a {service} account is:",
            "{service}: {code} is your code to register, valid for {minutes} minutes.",
        ),
        "add_phone": _code(
            "Code to confirm your phone number",
            "The code to confirm your new phone number is:",
            "{service}: {code} is the code to confirm your number, valid for {minutes} minutes.",
        ),
        "add_email": _code(
            "Code to confirm your e-mail address",
            "The code to confirm your new e-mail address is:",
            "{service}: {code} is the code to confirm your address, valid for {minutes} minutes.",
        ),
        "sign_in": _code(
            "Code to log in",
            "Your code to log in is:",
            "{service}: {code} is your code, valid for {minutes} minutes.",
        ),
        "recover": _code(
            "Code to recover your account",
            "Your code to recover your account is:",
            "{service}: {code} is the code to recover your account, valid for {minutes} minutes.",
        ),
    },
    notices={
        "new_device": Wording(
            "New login",
            "There was a new login: {agent}, at {time}.\n\n"
            "If it was you, there is nothing to do. If not, please open your account page, choose "
            '"It was not me" and change the password now.',
            "{service}: New login ({agent}) at {time}. Not you? Change the password now.",
        ),
        "password_changed": Wording(
            "Your password was changed",
            "The password of your account was changed at {time}. Other devices were logged out.",
            "{service}: Your password was changed at {time}. Not you? Call {support_line}.",
        ),
        "factor_added": Wording(
            "A way of two-step verification was added",
            "A way of two-step verification was added to your account at {time}.",
            "{service}: A way to verify was added at {time}. Not you? Call {support_line}.",
        ),
        "factor_removed": Wording(
            "A way of two-step verification was removed",
            "A way of two-step verification was removed from your account at {time}.",
            "{service}: A way to verify was removed at {time}. Not you? Call {support_line}.",
        ),
        "codes_renewed": Wording(
            "New backup codes were made",
            "New backup codes were made at {time}. The old ones no longer work.",
            "{service}: New backup codes were made at {time}. Not you? Call {support_line}.",
        ),
        "recovery_code_used": Wording(
            "A backup code was used",
            "A backup code was used to open your account at {time}.",
            "{service}: A backup code was used at {time}. Not you? Call {support_line}.",
        ),
        "account_recovered": Wording(
            "Your account was recovered",
            "Your account was recovered and given a new password at {time}. All devices were logged out.",
            "{service}: Your account was recovered at {time}. Not you? Call {support_line}.",
        ),
        "factor_reset": Wording(
            "Two-step login was reset on request",
            "At {time}, the help desk took two-step login and the backup codes of your account out of force. "
            "All devices were logged out.\n\n"
            "Please log in and set it up again. If you did not ask for this, please call the support line at once.",
            "{service}: Two-step login was reset at {time}. Did not ask for it? Call {support_line}.",
        ),
        "signed_out_by_desk": Wording(
            "Your account was logged out everywhere",
            "At {time}, the help desk logged your account out of all devices and applications.\n\n"
            "If you did not ask for this, please call the support line.",
            "{service}: Your account was logged out everywhere at {time}. Not you? Call {support_line}.",
        ),
        "account_let_back": Wording(
            "Your account is open again",
            "At {time}, your account was opened again. You can log in as before.",
            "{service}: Your account was opened again at {time}.",
        ),
        "contact_changed": Wording(
            "Your contact details were changed",
            "The phone number or e-mail address of your account was changed at {time}.",
            "{service}: Your contact details were changed at {time}. Not you? Call {support_line}.",
        ),
        "account_exists": Wording(
            "You already have an account",
            "At {time}, somebody used this address to register a {service} account. It already has one, so no "
            'other was made.\n\nIf it was you, please log in, or choose "Forgot password?" on the login page. '
            "If not, there is nothing to do.",
            "{service}: You already have an account. Please log in, or choose Forgot password.",
        ),
        "no_account": Wording(
            "No account uses this address",
            "At {time}, somebody tried to recover a {service} account with this address. No account uses it."
            "\n\nIf it was you, please try another phone number or e-mail address, or register.",
            "{service}: No account uses this number. Please try another one, or register.",
        ),
        "second_registration": Wording(
            "Somebody tried to register in your name",
            "At {time}, somebody tried to make another {service} account with your personal identification number. "
            'Each person has one account, so no other was made.\n\nIf it was you, please log in, or choose "Forgot '
            'password?" on the login page. If not, somebody else knows your number, name and birth date; please call '
            "the support line.",
            "{service}: Somebody tried to register with your number. Not you? Call {support_line}.",
        ),
        "registered_elsewhere": Wording(
            "There is a new account in your name",
            "At {time}, a {service} account was made with your personal identification number.\n\n"
            "If you did not make it, please call the support line now to have it locked.",
            "{service}: There is a new account in your name. Not made by you? Call {support_line}.",
        ),
        "verification_done": Wording(
            "Your identity is verified",
            "Your details were matched with the population data at {time}. Your account now opens every service.",
            "{service}: Your identity is verified. Your account opens every service.",
        ),
        "verification_failed": Wording(
            "Your details could not be matched",
            "Your details could not be matched with the population data. Please log in and check number, name "
            "and birth date as on the card.",
            "{service}: Your details could not be matched. Please log in and check them.",
        ),
        "approval_asked": Wording(
            "A request waits for you",
            "At {time}, {application} asked you to confirm something.\n\n"
            "If you are dealing with this application, please open your account page yourself, choose "
            '"Requests" and look closely before you answer. If not, do nothing: the request expires by itself.',
            "{service}: {application} asks you to confirm. Open your account page yourself, see Requests. "
            "Not you? Do nothing.",
        ),
        "account_closed": Wording(
            "Your account is closed",
            "Your account was closed at {time}, as you asked.",
            "{service}: Your account was closed at {time}. Not you? Call {support_line}.",
        ),
        "account_suspended": Wording(
            "Your account is suspended",
            "Your account was suspended at {time}. Please call the support line.",
            "{service}: Your account was suspended at {time}. Please call {support_line}.",
        ),
    },
    greeting="Dear citizen,",
    footer="""\
{service}, {province}
Support line: {support_line}, {support_hours} every day.

Officials never ask for your password or code. This message was sent by a machine and holds no links; please type \
the address {issuer} into your browser yourself.""",
    sms_safety="Give it to no one, not even an official.",
)
