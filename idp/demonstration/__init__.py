"""The demonstration: invented people with known passwords, the sample applications, an administrator.

May import services and what lies below. Refuses to load anything in production. Begin with `loading.py`.
"""
