"""Forms of the clients app, by subject."""
