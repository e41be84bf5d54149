"""What a developer does about each error. Keyed as the protocol sends them; a test finds one that is missing."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


class Advice(NamedTuple):
    """When an error comes, and what helps."""

    when: LazyString
    then: LazyString


ADVICE: dict[str, Advice] = {
    "access_denied": Advice(
        _l("Người dân bấm từ chối, hoặc quá nhiều yêu cầu đang chờ cùng một người"),
        _l("Nói rõ là chưa đăng nhập và cho chọn cách khác. Không tự động gửi lại."),
    ),
    "account_selection_required": Advice(
        _l("prompt=none đi cùng yêu cầu chọn tài khoản"),
        _l("Hiện nút đăng nhập, rồi gửi lại không có prompt=none."),
    ),
    "authorization_pending": Advice(
        _l("Hỏi kết quả khi người dân chưa trả lời (thiết bị, CIBA)"),
        _l("Chờ đủ số giây trong interval rồi hỏi lại."),
    ),
    "consent_required": Advice(
        _l("prompt=none, nhưng người dân còn phải đọc và trả lời"),
        _l("Hiện nút đăng nhập, rồi gửi lại không có prompt=none."),
    ),
    "expired_token": Advice(
        _l("Hỏi kết quả khi yêu cầu đã hết hạn (thiết bị, CIBA)"), _l("Bắt đầu lại từ đầu với mã mới.")
    ),
    "insufficient_scope": Advice(
        _l("Mã truy cập không có phạm vi cần thiết"), _l("Xin thêm phạm vi trong lần đăng nhập tới.")
    ),
    "interaction_required": Advice(
        _l("prompt=none, nhưng người dân còn phải làm một việc khác"),
        _l("Hiện nút đăng nhập, rồi gửi lại không có prompt=none."),
    ),
    "invalid_authorization_details": Advice(
        _l("authorization_details sai dạng, hoặc loại chưa đăng ký"),
        _l("So với authorization_details_types trong đăng ký."),
    ),
    "invalid_binding_message": Advice(
        _l("binding_message quá dài hoặc có ký tự không hiện được (CIBA)"), _l("Tối đa 20 ký tự in được.")
    ),
    "invalid_client": Advice(
        _l("Ứng dụng không chứng minh được mình: sai khóa, sai cách gửi, sai client_id, hoặc đang tạm dừng"),
        _l("So cách gửi với token_endpoint_auth_method đã đăng ký; khóa có thể đã được thay."),
    ),
    "invalid_dpop_proof": Advice(
        _l("Bằng chứng DPoP thiếu, cũ, hoặc cho địa chỉ khác"),
        _l("Mỗi lần gọi tạo một bằng chứng mới, đúng htm và htu."),
    ),
    "invalid_grant": Advice(
        _l(
            "Mã (code) hoặc refresh token đã dùng, đã hết hạn, bị thu hồi, của ứng dụng khác, hoặc sai code_verifier"
        ),
        _l("Mã chỉ dùng một lần trong một phút: đừng gửi lại, hãy đăng nhập lại."),
    ),
    "invalid_grant_id": Advice(
        _l("grant_id không còn hiệu lực hoặc của người khác"), _l("Xin lại từ đầu, không kèm grant_id.")
    ),
    "invalid_request": Advice(
        _l("Thiếu, thừa hoặc sai một tham số; error_description nói rõ tham số nào"),
        _l(
            "Sửa đúng tham số được nêu. Nếu chỉ thấy trang có mã sự cố: thường là redirect_uri, xem phần trên."
        ),
    ),
    "invalid_request_object": Advice(
        _l("Yêu cầu đã ký (request) không đọc được hoặc sai chữ ký"),
        _l("Kiểm tra khóa trong jwks, thuật toán đã đăng ký, iss, aud và exp."),
    ),
    "invalid_request_uri": Advice(
        _l("request_uri đã dùng, đã hết hạn, hoặc không do nơi này cấp"),
        _l("Đẩy yêu cầu lại (PAR) rồi dùng ngay."),
    ),
    "invalid_scope": Advice(
        _l("Không có phạm vi nào xin được, hoặc xin quá phạm vi đã cấp"),
        _l("So với scope trong đăng ký; phạm vi theo luật cần căn cứ được duyệt."),
    ),
    "invalid_target": Advice(
        _l("resource hoặc audience không phải của ứng dụng này"),
        _l("Chỉ nêu giao diện đã đăng ký trong audiences."),
    ),
    "invalid_token": Advice(
        _l("Mã truy cập hết hạn, bị thu hồi, hoặc không dành cho nơi này"),
        _l("Dùng refresh token, hoặc đăng nhập lại. Phiên của người dân có thể đã kết thúc."),
    ),
    "login_required": Advice(
        _l("prompt=none, nhưng chưa ai đăng nhập trong trình duyệt này"),
        _l("Coi như chưa đăng nhập: hiện nút đăng nhập."),
    ),
    "registration_not_supported": Advice(
        _l("Gửi tham số registration trong yêu cầu đăng nhập"), _l("Bỏ tham số này; đăng ký ứng dụng trước.")
    ),
    "request_uri_not_supported": Advice(
        _l("request_uri trỏ đến địa chỉ chưa đăng ký"),
        _l("Đăng ký địa chỉ trong request_uris, hoặc dùng PAR."),
    ),
    "server_error": Advice(
        _l("Lỗi 500 được bật để thử; lỗi thật của máy chủ có mã sự cố trong error_description"),
        _l("Báo lỗi tạm thời và cho thử lại. Nếu không phải đang thử, hãy gửi mã sự cố cho tỉnh."),
    ),
    "slow_down": Advice(_l("Hỏi kết quả quá dày (thiết bị, CIBA)"), _l("Từ nay mỗi lần chờ thêm 5 giây.")),
    "temporarily_unavailable": Advice(
        _l("Máy chủ bận, quá nhiều yêu cầu, hoặc không lấy được khóa mã hóa của ứng dụng"),
        _l(
            "Chờ theo Retry-After rồi thử lại. Nếu ứng dụng nhận mã đã mã hóa: kiểm tra jwks_uri có mở được không."
        ),
    ),
    "unauthorized_client": Advice(
        _l("Ứng dụng không được đăng ký cho cách này (grant_type)"), _l("So với grant_types trong đăng ký.")
    ),
    "unmet_authentication_requirements": Advice(
        _l("Xin bắt buộc một mức xác thực mà nơi này không đạt được"), _l("Xin LoA1 hoặc LoA2.")
    ),
    "unsupported_grant_type": Advice(
        _l("grant_type không có ở đây, ví dụ password"), _l("Dùng authorization_code.")
    ),
    "unsupported_response_type": Advice(
        _l("response_type không có ở đây, ví dụ token"), _l("Dùng response_type=code, có PKCE.")
    ),
    "use_dpop_nonce": Advice(
        _l("Bằng chứng DPoP thiếu nonce"), _l("Lấy nonce trong tiêu đề DPoP-Nonce rồi gửi lại một lần.")
    ),
}


class Cause(NamedTuple):
    """A common cause of a page with an incident code.

    Args:
        anchor: Of its paragraph.
        signs: Words one of which the reason of the incident has.
        title: What happened.
        text: What helps.
    """

    anchor: str
    signs: tuple[str, ...]
    title: LazyString
    text: LazyString


CAUSES = (
    Cause(
        "redirect-uri",
        ("redirect_uri",),
        _l("redirect_uri khác địa chỉ đã đăng ký"),
        _l(
            "So từng ký tự: http và https, có và không có dấu / cuối, cổng, chữ hoa. "
            "Sửa ứng dụng, hoặc thêm địa chỉ vào đăng ký."
        ),
    ),
    Cause(
        "pkce",
        ("PKCE", "code_challenge", "code_verifier"),
        _l("Thiếu hoặc sai PKCE"),
        _l(
            "Mỗi lần đăng nhập tạo một code_verifier mới, gửi code_challenge của nó với code_challenge_method=S256, "
            "và gửi lại đúng code_verifier đó khi đổi mã."
        ),
    ),
    Cause(
        "client-id",
        ("client_id", "invalid_client", "Client authentication"),
        _l("client_id không có, hoặc ứng dụng đang tạm dừng"),
        _l(
            "Chép lại client_id từ trang thông số. Ứng dụng tạm dừng thì không ai đăng nhập được cho đến khi chạy lại."
        ),
    ),
    Cause(
        "request-too-old",
        ("no such waiting request", "invalid_request_uri"),
        _l("Trang đã quá hạn hoặc đã dùng rồi"),
        _l(
            "Người dân bấm quay lại, hoặc để trang quá lâu. "
            "Ứng dụng bắt đầu lại với state mới, không gửi lại địa chỉ cũ."
        ),
    ),
    Cause(
        "repeated-parameter",
        ("more than once", "cannot be read as a form", "not a form"),
        _l("Một tham số được gửi hai lần, hoặc yêu cầu không đọc được"),
        _l("Mỗi tham số một lần, mã hóa theo dạng biểu mẫu, UTF-8."),
    ),
    Cause(
        "scope",
        ("scope",),
        _l("Phạm vi (scope) không được cấp"),
        _l("Chỉ xin phạm vi có trong đăng ký, luôn có openid."),
    ),
)
"""The first that fits is told. An incident that none fits leads to the error's own row."""
