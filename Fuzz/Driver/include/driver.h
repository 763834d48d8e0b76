// Nothing to call from Swift; see driver.c.
