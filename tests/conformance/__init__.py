"""One file per specification, one test per clause: success and refusal, over HTTP, on both databases."""
