"""Tags of the clients app."""
