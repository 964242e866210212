"""The pages that every pack gets, made from its declaration. Owns no rows and knows no pack."""
