"""The zero-trace audit: sends made-up people through every channel, then looks for them everywhere."""
