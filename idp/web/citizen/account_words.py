"""Words for what the account pages show: assurance, claims, factors, events."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from idp.assurance import IdentityAssurance
from idp.citizens.history import Entry

ASSURANCE = {
    IdentityAssurance.SELF_DECLARED: _l("Tự khai, chưa đối chiếu"),
    IdentityAssurance.MATCHED_BY_YEAR: _l("Đã đối chiếu với dữ liệu dân cư, theo năm sinh"),
    IdentityAssurance.MATCHED: _l("Đã đối chiếu với dữ liệu dân cư"),
    IdentityAssurance.VNEID_1: _l("Tài khoản định danh mức độ 1"),
    IdentityAssurance.VNEID_2: _l("Tài khoản định danh mức độ 2"),
    IdentityAssurance.AT_DESK: _l("Đã xác minh tại quầy"),
}

CLAIMS = {
    "name": _l("họ và tên"),
    "family_name": _l("họ"),
    "middle_name": _l("chữ đệm"),
    "given_name": _l("tên"),
    "locale": _l("ngôn ngữ"),
    "birthdate": _l("ngày sinh"),
    "gender": _l("giới tính"),
    "phone_number": _l("số điện thoại"),
    "email": _l("thư điện tử"),
    "address": _l("nơi thường trú"),
    "vn_address": _l("nơi thường trú"),
    "vn_personal_id": _l("số định danh cá nhân"),
    "vn_old_id": _l("số chứng minh nhân dân cũ"),
    "vn_age_over_14": _l("đã đủ 14 tuổi"),
    "vn_age_over_16": _l("đã đủ 16 tuổi"),
    "vn_age_over_18": _l("đã đủ 18 tuổi"),
    "vn_age_over_60": _l("đã đủ 60 tuổi"),
    "vn_age_over_75": _l("đã đủ 75 tuổi"),
    "vn_resident_of_province": _l("có hay không thường trú ở tỉnh này"),
    "vn_resident_of_commune": _l("có hay không thường trú ở xã này"),
    "vn_birth_registration_place": _l("nơi đăng ký khai sinh"),
    "vn_home_town": _l("quê quán"),
    "vn_marital_status": _l("tình trạng hôn nhân"),
    "vn_ethnicity": _l("dân tộc"),
    "vn_religion": _l("tôn giáo"),
    "vn_blood_type": _l("nhóm máu"),
    "vn_household": _l("thành viên hộ gia đình"),
    "vn_org": _l("tổ chức được đại diện"),
    "vn_official": _l("chức vụ, đơn vị công tác"),
    "vn_on_behalf_of": _l("người được đại diện"),
    "verified_claims": _l("kết quả xác minh danh tính"),
}
"""What a citizen reads for a claim; claims that only describe another one are left out."""

FACTORS = {"totp": _l("ứng dụng tạo mã"), "sms": _l("mã qua tin nhắn")}

TWO_FACTORS_NEEDED = _l(
    "Đây là cách xác thực thứ hai duy nhất. Vui lòng thêm cách khác trước khi gỡ cách này."
)


def claim_words(claims: Iterable[str]) -> str:
    """Names of claims as a citizen reads them: `họ và tên, ngày sinh`."""
    words = dict.fromkeys(str(CLAIMS[claim]) for claim in claims if claim in CLAIMS)
    return ", ".join(words) or str(_("mã định danh riêng cho ứng dụng này"))


def assurance_words(value: str) -> str:
    """How sure we are of an identity, in words."""
    return str(ASSURANCE[IdentityAssurance(value)])


def event_words(entry: Entry) -> str:
    """What happened, as a heading."""
    details: dict[str, Any] = entry.details
    factor = str(FACTORS.get(details.get("factor", ""), ""))
    words = {
        "sign_in.succeeded": _("Đăng nhập trên thiết bị mới")
        if details.get("new_device")
        else _("Đăng nhập"),
        "sign_in.stepped_up": _("Xác thực thêm bước thứ hai"),
        "sign_in.slowed": _("Có người nhập sai nhiều lần; đăng nhập bị tạm dừng"),
        "sign_in.recovery_code_used": _("Dùng một mã dự phòng"),
        "account.password_changed": _("Đổi mật khẩu"),
        "account.second_factor_changed": _factor_words(details.get("change"), factor),
        "account.contact_changed": _("Đổi số điện thoại hoặc thư điện tử"),
        "account.recovery_codes_renewed": _("Tạo mã dự phòng mới"),
        "account.application_disconnected": _("Ngừng kết nối ứng dụng"),
        "account.was_not_me": _("Báo không phải tôi; đã đăng xuất khỏi mọi nơi khác"),
        "oauth.device_decided": _decision_words(
            details.get("outcome"), _("Cho một thiết bị đăng nhập"), _("Từ chối một thiết bị")
        ),
        "oauth.approval_decided": _decision_words(
            details.get("outcome"), _("Đồng ý một yêu cầu từ xa"), _("Từ chối một yêu cầu từ xa")
        ),
        **_of_the_help_desk(),
        "oauth.grant_revoked": _("Ứng dụng đã trả lại mọi quyền được cấp"),
        "oauth.claims_released": _(
            "Ứng dụng nhận thông tin: %(items)s", items=claim_words(details.get("claims", ()))
        ),
        "oauth.token_exchanged": _(
            "Ứng dụng chuyển tiếp yêu cầu thay Ông/Bà tới %(where)s",
            where=", ".join(urlsplit(each).netloc or each for each in details.get("audiences", ())),
        ),
    }
    return str(words[entry.name])


def _of_the_help_desk() -> dict[str, str]:
    return {
        "help_desk.looked_up": _("Bộ phận hỗ trợ xem tình trạng tài khoản"),
        "help_desk.unlocked": _("Bộ phận hỗ trợ mở lại việc đăng nhập"),
        "help_desk.factor_reset": _("Bộ phận hỗ trợ gỡ xác thực hai bước"),
        "help_desk.signed_out": _("Bộ phận hỗ trợ đăng xuất tài khoản khỏi mọi nơi"),
        "help_desk.suspended": _("Tài khoản bị tạm dừng"),
        "help_desk.let_back": _("Tài khoản được mở lại"),
    }


def _factor_words(change: Any, factor: str) -> str:
    match change:
        case "removed":
            return str(_("Gỡ %(factor)s", factor=factor))
        case "replaced":
            return str(_("Thay %(factor)s", factor=factor))
        case _:
            return str(_("Thêm %(factor)s", factor=factor))


def _decision_words(outcome: Any, approved: str, refused: str) -> str:
    return str(approved if outcome == "approved" else refused)
