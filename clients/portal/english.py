"""The portal's sentences in English."""

ENGLISH = {
    "Cổng dịch vụ tỉnh An Liên": "An Liên service portal",
    "Cổng dịch vụ": "Service portal",
    "Tỉnh An Liên": "An Liên Province",
    "Dịch vụ công": "Public services",
    "Hồ sơ của tôi": "My dossiers",
    "Kết quả giải quyết": "Result",
    "Xem kết quả": "See the result",
    "Đã soạn, chờ nộp": "Prepared, not submitted yet",
    "Để %(unit)s nộp thay tôi": "Let %(unit)s submit it for me",
    "Hồ sơ chưa được nộp.": "The dossier was not submitted.",
    "Hồ sơ %(code)s đã được nộp thay Ông/Bà.": "The dossier %(code)s was submitted for you.",
    "Chưa nộp được hồ sơ. Vui lòng thử lại sau.": "The dossier could not be submitted. Please try again later.",
    "Kết quả chỉ xem được khi đăng nhập bằng mật khẩu và mã xác thực, cách đây không lâu.": (
        "The result is shown to those who signed in with password and code, not long ago."
    ),
    "Ứng dụng khác của tỉnh:": "Other applications of the province:",
    "Sức khỏe An Liên": "An Liên Health",
    "Đất đai An Liên": "An Liên Land",
    "Ông/Bà cần làm việc gì hôm nay?": "What do you need to do today?",
    "Khai một lần là đủ: những gì dữ liệu dân cư đã có, biểu mẫu tự điền sẵn.": (
        "Declare once: what the population data already holds is filled in for you."
    ),
    "Tìm dịch vụ": "Search services",
    "Ví dụ: khai sinh, thẻ thư viện": "For example: birth, library card",
    "Tìm": "Search",
    "Theo sự kiện trong đời": "By life event",
    "Tất cả": "All",
    "%(count)s dịch vụ": "Services: %(count)s",
    "%(count)s dịch vụ cho “%(words)s”": "Services for “%(words)s”: %(count)s",
    "%(days)s ngày làm việc": "Working days: %(days)s",
    "Xác thực mức %(level)s": "Level %(level)s",
    "Chưa tìm thấy dịch vụ nào. Vui lòng thử từ khác, hoặc gọi tổng đài.": (
        "No service was found. Please try other words, or call the support line."
    ),
    "Xem tất cả": "Show all",
    "Các sở, cùng một lần đăng nhập": "Departments, with the same sign-in",
    "Đặt lịch khám, xem hồ sơ sức khỏe. Sở Y tế.": "Appointments and health record. Department of Health.",
    "Tra cứu thửa đất, đăng ký biến động. Sở Nông nghiệp và Môi trường.": (
        "Parcel search, registering changes. Department of Agriculture and Environment."
    ),
    "Danh mục dịch vụ": "Catalogue",
    "Cơ quan giải quyết": "Settled by",
    "Thời hạn": "Time",
    "Lệ phí": "Fee",
    "Không thu": "None",
    "Mức xác thực": "Authentication level",
    "Mức 2 khi nộp: mật khẩu và mã xác thực": "Level 2 when sending: password and code",
    "Mức 1: mật khẩu": "Level 1: password",
    "Làm hồ sơ": "Apply",
    "Không phải khai lại": "Nothing to declare again",
    "Khi Ông/Bà làm hồ sơ, các thông tin sau được lấy từ tài khoản đã xác minh:": (
        "When you apply, these are taken from your verified account:"
    ),
    "Chỉ cần trả lời": "You only answer",
    "Nội dung Ông/Bà đã nhập trước đó vẫn còn đây.": "What you typed earlier is still here.",
    "%(known)s mục đã điền sẵn. Chỉ còn %(asked)s mục cần nhập.": (
        "Filled in already: %(known)s. Left for you: %(asked)s."
    ),
    "Đã có": "Already known",
    "Thông tin này chưa đúng?": "Is this wrong?",
    "Xem trong tài khoản Sen ID": "See your Sen ID account",
    "Cần Ông/Bà trả lời": "For you to answer",
    "Bước sau cần xác thực mức 2. Chỉ cần thêm một bước; nội dung đang soạn được giữ nguyên.": (
        "The next step needs level 2. One more step; what you are writing is kept."
    ),
    "Tiếp tục": "Continue",
    "Lưu, làm sau": "Save for later",
    "Đã lưu. Ông/Bà có thể làm tiếp bất cứ lúc nào, trên bất kỳ thiết bị nào.": (
        "Saved. You can go on at any time, on any device."
    ),
    "Xem lại trước khi nộp": "Check before sending",
    "Sửa nội dung": "Change the answers",
    "Từ tài khoản đã xác minh": "From your verified account",
    "Ông/Bà đã trả lời": "Your answers",
    "Nộp đến: %(unit)s. Trả kết quả trong %(days)s ngày làm việc.": (
        "Sent to: %(unit)s. Working days until it is settled: %(days)s."
    ),
    "Nộp hồ sơ": "Send",
    "Để sau": "Later",
    "Biên nhận": "Receipt",
    "Đã nhận hồ sơ": "Your dossier was received",
    "Mã hồ sơ:": "Dossier code:",
    "Mã hồ sơ": "Dossier code",
    "Dịch vụ": "Service",
    "Nộp lúc": "Sent at",
    "Mức xác thực khi nộp": "Level when sent",
    "Mức %(level)s": "Level %(level)s",
    "Nội dung đã nộp": "What was sent",
    "Đang làm dở": "Begun",
    "Lưu lúc %(when)s": "Saved %(when)s",
    "Làm tiếp": "Go on",
    "Bỏ": "Discard",
    "Đã nộp tại Cổng": "Sent through the portal",
    "Tình trạng": "State",
    "Đã tiếp nhận": "Received",
    "Chưa có hồ sơ nào.": "There are none yet.",
    "Xem danh mục dịch vụ": "See the catalogue",
    "Tại các sở": "At the departments",
    "Cổng hỏi thay Ông/Bà qua nền tảng chia sẻ dữ liệu của tỉnh (LGSP). Không có bản sao nào được giữ ở đây.": (
        "The portal asks on your behalf, through the province's data-sharing platform (LGSP). No copy is kept here."
    ),
    "Nền tảng chia sẻ dữ liệu đang tạm gián đoạn. Hồ sơ tại Cổng không bị ảnh hưởng. Vui lòng xem lại sau.": (
        "The data-sharing platform is interrupted. Your dossiers here are not affected. Please look again later."
    ),
    "Quyền xem thay đã hết hạn.": "The permission to look on your behalf has ended.",
    "Đăng nhập lại để xem": "Sign in again to see them",
    "Cổng chưa được phép xem hồ sơ tại các sở.": "The portal may not see dossiers at the departments.",
    "Việc": "Matter",
    "Cơ quan": "Office",
    "Hẹn trả": "Due",
    "Đã có kết quả": "Settled",
    "Đang giải quyết": "Being settled",
    "Chưa có hồ sơ nào tại các sở.": "There are none at the departments.",
    "Mã của Ông/Bà tại Cổng": "Your identifier at the portal",
    "Mỗi đơn vị biết Ông/Bà bằng một mã khác nhau, nên dữ liệu ở hai nơi không thể ghép lại qua mã này.": (
        "Each unit knows you by another identifier, so that data of two places cannot be joined by it."
    ),
}
