"""Rules of the clients app, by subject."""
