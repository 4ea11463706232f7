{
    "name": "Consumer Rights Reports",
    "summary": "Statistics and scheduled reports of a 12315 consumer-rights network",
    "version": "19.0.1.0.0",
    "category": "Services/Consumer Rights",
    "author": "Consumer Rights Centre Team",
    "license": "LGPL-3",
    "depends": ["consumer_rights"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        # security
        "security/ir.model.access.csv",
        "security/statistics_rules.xml",
        "security/pack_rules.xml",
        "security/analysis_rules.xml",
        # data
        "data/statistics/rights_report_parameter.xml",
        "data/statistics/rights_indicator.xml",
        "data/statistics/rights_report_table.xml",
        "data/pack/rights_pack.xml",
        "data/analysis/rights_analysis.xml",
        # views
        "views/statistics/rights_indicator_views.xml",
        "views/statistics/rights_report_table_views.xml",
        "views/statistics/rights_closed_period_views.xml",
        "views/statistics/rights_figures_action.xml",
        "views/pack/rights_pack_views.xml",
        "views/analysis/rights_analysis_report_views.xml",
        "views/analysis/rights_hotspot_views.xml",
        "views/analysis/rights_typical_case_views.xml",
        # papers
        "report/rights_analysis_report.xml",
        "report/rights_analysis_paper_report.xml",
        # menus last: they point at the actions above
        "views/rights_reports_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "rights_reports/static/src/**/*.js",
            "rights_reports/static/src/**/*.xml",
            "rights_reports/static/src/**/*.scss",
        ],
    },
    "installable": True,
}
