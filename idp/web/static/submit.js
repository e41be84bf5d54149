// Sends the one form of a page that only carries an answer on (response_mode=form_post).
document.getElementById('form-post').submit();
