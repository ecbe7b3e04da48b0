"""Safety on a network: who may ask and change what, and what no request may do at all."""
