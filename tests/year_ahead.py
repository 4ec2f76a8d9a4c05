"""A table of special days as the yearly notice would list them for 2027, without its first two holidays."""

REST_OF_2027 = """2027-04-05,否,清明节
2027-05-03,否,劳动节
2027-06-09,否,端午节
2027-09-15,否,中秋节
2027-10-01,否,国庆节
"""
