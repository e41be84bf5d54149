"""The health application's sentences in English."""

ENGLISH = {
    "Sức khỏe An Liên": "An Liên Health",
    "Sở Y tế tỉnh An Liên": "Department of Health, An Liên Province",
    "Trang đầu": "First page",
    "Đặt lịch khám": "Book an appointment",
    "Hồ sơ của tôi": "My file",
    "Sổ sức khỏe": "Health record",
    "Cấp cứu:": "Emergency:",
    "Cổng dịch vụ tỉnh An Liên": "An Liên service portal",
    "Đặt lịch khám, không phải xếp hàng": "Book an appointment, skip the line",
    "Ông/Bà chỉ chọn nơi khám và ngày. Họ tên, ngày sinh đã có sẵn từ tài khoản.": (
        "You only choose the place and the day. Name and date of birth come from your account."
    ),
    "Nơi khám": "Clinics",
    "Thứ Hai đến thứ Bảy, 7:00–16:30": "Monday to Saturday, 7:00–16:30",
    "Sổ sức khỏe được giữ kín": "Your record is kept closed",
    "Sổ chỉ mở khi Ông/Bà xác thực bằng hai yếu tố, và mỗi lần mở đều được ghi lại để Ông/Bà xem.": (
        "It opens only with two factors, and every opening is noted for you to see."
    ),
    "Mở sổ sức khỏe": "Open the health record",
    "Lịch hẹn": "Appointments",
    "Mã lịch hẹn": "Appointment code",
    "Chưa có lịch hẹn nào.": "There are no appointments yet.",
    "Thông tin của tôi": "My details",
    "Mã hồ sơ của Ông/Bà tại Sở": "Your file code at the department",
    "Mã này chỉ dùng tại Sở Y tế. Đơn vị khác biết Ông/Bà bằng mã khác.": (
        "This code is used at the Department of Health only. Other units know you by another one."
    ),
    "Người khám": "Patient",
    "Ông/Bà không chia sẻ số điện thoại, nên Sở không nhắc lịch được. Việc đặt lịch vẫn bình thường.": (
        "You did not share a phone number, so no reminder can be sent. Booking works all the same."
    ),
    "Đặt lịch": "Book",
    "Đã đặt lịch. Mã lịch hẹn: %(code)s.": "Booked. Appointment code: %(code)s.",
    "Xác thực mức %(level)s": "Level %(level)s",
    "Tiêm chủng": "Vaccinations",
    "Lần khám": "Examinations",
    "Ai đã mở sổ này": "Who opened this record",
    "Ông/Bà": "You",
    "Trước lần này, chưa ai mở sổ.": "Nobody did before you now.",
}
