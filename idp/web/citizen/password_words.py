"""Why a password cannot be taken, in words that say what to do."""

from flask_babel import gettext as _

from idp.citizens.password_policy import Refusal, Weakness


def weakness_words(refusal: Refusal) -> str:
    """What a citizen reads under the field of a new password."""
    match refusal.weakness:
        case Weakness.TOO_SHORT:
            words = _(
                "Mật khẩu cần ít nhất %(needed)d ký tự, mới có %(given)d.",
                needed=refusal.needed,
                given=refusal.given,
            )
        case Weakness.TOO_LONG:
            words = _("Mật khẩu dài nhất là %(needed)d ký tự.", needed=refusal.needed)
        case Weakness.ABOUT_YOU:
            words = _(
                "Mật khẩu gần giống tên, ngày sinh, số định danh hoặc điện thoại. Vui lòng chọn mật khẩu khác."
            )
        case Weakness.GUESSABLE:
            words = _("Mật khẩu dễ đoán. Vui lòng thêm vài từ không liên quan đến nhau.")
        case Weakness.COMMON | Weakness.LEAKED:
            words = _("Mật khẩu dễ đoán hoặc đã bị lộ. Vui lòng chọn mật khẩu khác.")
    return str(words)
