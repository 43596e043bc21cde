from django.db import connection


def analyse(*models):
    """Let the database plan with the rows just written, not first after the transaction."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
