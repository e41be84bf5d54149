// Answers pages of other sites that ask whether the session has changed (OpenID Connect Session Management 1.0, 3.2).
// Plain script with a SHA-256 of its own (FIPS 180-4): crypto.subtle is missing where a page is not secure.
(function () {
  'use strict';
  var cookieNames = document.currentScript.getAttribute('data-cookies').split(' ');

  // Which constants: the first 32 bits of the fractions of the roots of the first primes.
  var ROUNDS = [], START = [];
  (function () {
    function fraction(root) { return ((root - Math.floor(root)) * 4294967296) | 0; }
    function isPrime(number) {
      for (var by = 2; by * by <= number; by += 1) { if (number % by === 0) { return false; } }
      return true;
    }
    for (var number = 2; ROUNDS.length < 64; number += 1) {
      if (isPrime(number)) {
        if (START.length < 8) { START.push(fraction(Math.pow(number, 1 / 2))); }
        ROUNDS.push(fraction(Math.pow(number, 1 / 3)));
      }
    }
  }());

  function bytesOf(text) {
    var bytes = [], escaped = encodeURIComponent(text);
    for (var at = 0; at < escaped.length; at += 1) {
      if (escaped.charAt(at) === '%') {
        bytes.push(parseInt(escaped.substr(at + 1, 2), 16));
        at += 2;
      } else {
        bytes.push(escaped.charCodeAt(at));
      }
    }
    return bytes;
  }

  function padded(bytes) {
    var words = [], length = bytes.length, size = ((length + 72) >> 6) * 16;
    for (var word = 0; word < size; word += 1) { words.push(0); }
    for (var at = 0; at < length; at += 1) { words[at >> 2] |= bytes[at] << (24 - (at % 4) * 8); }
    words[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
    words[size - 1] = length * 8;
    return words;
  }

  function turned(word, by) { return (word >>> by) | (word << (32 - by)); }

  function mixed(state, words, from) {
    var w = [], s = state.slice(), at, one, two;
    for (at = 0; at < 64; at += 1) {
      if (at < 16) {
        w[at] = words[from + at];
      } else {
        one = turned(w[at - 15], 7) ^ turned(w[at - 15], 18) ^ (w[at - 15] >>> 3);
        two = turned(w[at - 2], 17) ^ turned(w[at - 2], 19) ^ (w[at - 2] >>> 10);
        w[at] = (w[at - 16] + one + w[at - 7] + two) | 0;
      }
      one = s[7] + (turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)) +
        ((s[4] & s[5]) ^ (~s[4] & s[6])) + ROUNDS[at] + w[at];
      two = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) +
        ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
    }
    return state.map(function (word, place) { return (word + s[place]) | 0; });
  }

  function sha256(text) {
    var words = padded(bytesOf(text)), state = START;
    for (var from = 0; from < words.length; from += 16) { state = mixed(state, words, from); }
    return state.map(function (word) {
      return ('0000000' + (word >>> 0).toString(16)).slice(-8);
    }).join('');
  }

  function browserStates() {
    var cookies = document.cookie ? document.cookie.split('; ') : [];
    return cookies.map(function (cookie) {
      var name = cookie.split('=')[0];
      return cookieNames.indexOf(name) < 0 ? '' : cookie.slice(name.length + 1);
    }).filter(Boolean);
  }

  function answerTo(message, origin) {
    var parts = typeof message === 'string' ? message.split(' ') : [];
    if (parts.length !== 2 || !parts[0]) { return 'error'; }
    var pair = parts[1].split('.');
    if (pair.length !== 2 || !/^[0-9a-f]{64}$/.test(pair[0]) || !pair[1]) { return 'error'; }
    return browserStates().some(function (state) {
      return sha256([parts[0], origin, state, pair[1]].join(' ')) === pair[0];
    }) ? 'unchanged' : 'changed';
  }

  window.addEventListener('message', function (event) {
    if (!event.source || event.origin === 'null') { return; }
    var answer;
    try { answer = answerTo(event.data, event.origin); } catch (problem) { answer = 'error'; }
    event.source.postMessage(answer, event.origin);
  });
}());
