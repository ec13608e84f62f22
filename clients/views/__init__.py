"""Views of the clients app, by subject."""
