"""Services of the clients app, by subject."""
