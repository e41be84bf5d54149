"""The land application's sentences in English."""

ENGLISH = {
    "Đất đai An Liên": "An Liên Land",
    "Văn phòng Đăng ký đất đai": "Land Registration Office",
    "Sở Nông nghiệp và Môi trường tỉnh An Liên": "Department of Agriculture and Environment, An Liên Province",
    "Cổng dịch vụ tỉnh An Liên": "An Liên service portal",
    "Tra cứu thửa đất": "Parcel search",
    "Đất của tôi": "My land",
    "Diện tích, mục đích sử dụng, quy hoạch: ai cũng xem được, không cần đăng nhập.": (
        "Area, permitted use and plans: for everybody, without signing in."
    ),
    "Tờ bản đồ và số thửa, hoặc tên xã, phường": "Map sheet and parcel number, or a commune",
    "Ví dụ: tờ 12 thửa 48, hoặc Bến Sông": "For example: 12 48, or Bến Sông",
    "Tra cứu": "Search",
    "%(count)s thửa đất": "Parcels found: %(count)s",
    "Thửa đất": "Parcel",
    "Nơi có đất": "Place",
    "Diện tích": "Area",
    "Mục đích": "Permitted use",
    "Quy hoạch": "Plans",
    "Tờ %(sheet)s, thửa %(number)s": "Sheet %(sheet)s, parcel %(number)s",
    "Không có thửa đất nào khớp. Vui lòng nhập số tờ bản đồ rồi đến số thửa.": (
        "No parcel matches. Please type the sheet first, then the parcel."
    ),
    "Xem các thửa đất đứng tên Ông/Bà và yêu cầu đã gửi.": "The parcels in your name, and what you asked for.",
    "Xem đất của tôi": "See my land",
    "Đăng ký biến động": "Register a change",
    "Tách thửa, hợp thửa, chuyển mục đích. Khi gửi cần xác thực mức 2.": (
        "Splitting, joining, change of use. Sending it needs level 2."
    ),
    "Chọn thửa đất": "Choose a parcel",
    "Làm tiếp yêu cầu": "Go on with the request",
    "Yêu cầu đã gửi": "Requests sent",
    "Yêu cầu": "Request",
    "Mã yêu cầu": "Request code",
    "Gửi lúc": "Sent at",
    "Người sử dụng đất": "Land user",
    "Mã hồ sơ của Ông/Bà tại Sở": "Your file code at the department",
    "Mã này chỉ dùng tại đây. Đơn vị khác biết Ông/Bà bằng mã khác.": (
        "This code is used here only. Other units know you by another one."
    ),
    "Người yêu cầu": "Applicant",
    "Bước sau cần xác thực mức 2. Chỉ cần thêm một bước; nội dung đang soạn được giữ nguyên.": (
        "The next step needs level 2. One more step; what you are writing is kept."
    ),
    "Tiếp tục": "Continue",
    "Xem lại trước khi gửi": "Check before sending",
    "Sửa nội dung": "Change the answers",
    "Gửi yêu cầu": "Send the request",
    "Để sau": "Later",
    "Đã nhận yêu cầu. Mã yêu cầu: %(code)s.": "The request was received. Its code: %(code)s.",
}
