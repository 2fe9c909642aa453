"""What is printed: the data of each form, the identity a returned form is recognised by, and formatted values.

Filling them is the work of `pingyi.plan`, printing them that of `pingyi.forms`.
"""
